// Package importer turns bytes into briefs: it finds the charset, reads front
// matter, normalises text, cleans everything, has the figures read, and hands
// the brief to a saver. It never fetches anything, never draws anything, and
// knows no database. Nothing leaves it that did not pass briefs.Clean.
package importer
