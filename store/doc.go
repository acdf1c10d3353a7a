// Package store keeps briefs, and what each reader did with them.
//
// Every read goes through a Shelf: the store as one reader sees it. The package
// must not decide what a brief says or how it looks, must not build database
// query syntax out of what a reader typed, and must not show a reader that
// something exists that is not for them.
package store
