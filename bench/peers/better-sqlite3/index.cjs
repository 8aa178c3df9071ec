// Two levels up from bench/peers is the project, whose node_modules holds the real one.
module.exports = require('../../../node_modules/better-sqlite3');
