"""links.py FOLDER: in the Markdown files below it, a link to a file that is not there becomes its text, a picture
"(picture: its description)". Links into the web and within a file stay."""
import re
import sys
from pathlib import Path

LINK = re.compile(r"(!?)\[((?:[^][]|\[[^][]*\])*)\]\(([^)\s]+)\)")


def leads_somewhere(document, target):
    name = target.split("#")[0]
    return re.match(r"[a-z]+:", target) or not name or (document.parent / name).exists()


def kept(document, link):
    picture, text, target = link.groups()
    if leads_somewhere(document, target):
        return link[0]
    return f"(picture: {text})" if picture else text


def main():
    for document in sorted(Path(sys.argv[1]).rglob("*.md")):
        text = document.read_text(encoding="utf-8")
        left = LINK.sub(lambda link, document=document: kept(document, link), text)
        if left != text:
            document.write_text(left, encoding="utf-8")


main()
