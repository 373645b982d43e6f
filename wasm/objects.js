// Classes, made of the functions that objects.h binds. Part of the glue: it is read by old parsers too.
function makeClass(name, methods) {
  var made = function () {
    this.at = Module[name + '.new']();
  };
  made.prototype['delete'] = function () {
    Module[name + '.delete'](this.at);
  };
  methods.forEach(function (method) {
    made.prototype[method] = function (...values) {
      return Module[name + '.' + method](this.at, ...values);
    };
  });
  Module[name] = made;
}
makeClass('StreamHash', ['room', 'update', 'digest']);
makeClass('DiagnosisSearch', ['add', 'begin', 'beginSnp', 'beginReport', 'run', 'report']);
makeClass('SessionMaker', ['make', 'content']);
