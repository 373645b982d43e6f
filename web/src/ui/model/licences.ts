// The page's licence, and those of the code in it that others wrote, as the build has packed them.

export interface Licences {
  components: {
    name: string;
    purpose: string;
    project: string;
    copyright: string[];
    licence: string;
    notes: string[];
  }[];
  texts: { name: string; paragraphs: string[] }[];
}

export function readLicences(): Licences {
  return JSON.parse(sevproofParts.licences) as Licences;
}
