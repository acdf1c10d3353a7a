// Package serve puts a box on the network: it lets readers in by SSH, shows
// those with a terminal the screens, and runs the commands of the others. All
// that a client sends is bounded here, before anything else sees it.
//
// It takes its connections from wish and charm.land/ssh, and does not use what
// they make of a session: sizes, environments, requests, keys and output pass
// through files of this package. It starts no program, opens no file that a
// client named, and knows no database.
package serve
