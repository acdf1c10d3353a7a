package ui

// An action is something that a key does. Its name is what `:` and the
// configuration call it.
type action string

// A where is the screen or pane in which a key is pressed.
type where uint8

const (
	inList where = 1 << iota
	inRead
	inPanel
	inDeck
	inSearch
	inLedger
	inHelp

	everywhere = inList | inRead | inPanel | inDeck | inSearch | inLedger | inHelp
	moving     = inList | inRead | inPanel | inSearch | inLedger | inHelp
	onBrief    = inList | inRead | inPanel | inDeck
)

const (
	actDown         action = "down"
	actUp           action = "up"
	actPageDown     action = "page-down"
	actPageUp       action = "page-up"
	actHalfDown     action = "half-page-down"
	actHalfUp       action = "half-page-up"
	actTop          action = "start"
	actBottom       action = "end"
	actOpen         action = "open"
	actBack         action = "back"
	actQuit         action = "quit"
	actLeave        action = "leave"
	actNextPane     action = "next-pane"
	actPrevPane     action = "previous-pane"
	actPanel        action = "panel"
	actNextFigure   action = "next-figure"
	actPrevFigure   action = "previous-figure"
	actFigure       action = "figure"
	actJump         action = "go-to-mark"
	actPage         action = "next-panel-page"
	actNextSection  action = "next-section"
	actPrevSection  action = "previous-section"
	actNextBrief    action = "next-briefing"
	actPrevBrief    action = "previous-briefing"
	actNextUnread   action = "next-unread"
	actFind         action = "find"
	actFindNext     action = "find-next"
	actFindPrev     action = "find-previous"
	actSearch       action = "search"
	actRead         action = "read"
	actMark         action = "mark"
	actStar         action = "star"
	actTag          action = "tag"
	actUndo         action = "undo"
	actDeck         action = "deck"
	actLayout       action = "layout"
	actOrder        action = "order"
	actCopy         action = "copy"
	actShow         action = "show-plain"
	actHelp         action = "help"
	actCommand      action = "command"
	actRedraw       action = "redraw"
	actLedger       action = "ledger"
	actNumbers      action = "paragraph-numbers"
	actKeyFirst     action = "key-figures-first"
	actOnlyUnread   action = "unread-only"
	actOnlyStarred  action = "starred-only"
	actRefresh      action = "refresh"
	actDeckNext     action = "next-card"
	actDeckPrev     action = "previous-card"
	actFilterClear  action = "clear-filter"
	actToggleSlow   action = "slow"
	actToggleMouse  action = "mouse"
	actThemeDark    action = "theme-dark"
	actThemeLight   action = "theme-light"
	actThemeNeutral action = "theme-neutral"
)

// An entry of the table of actions: what it is called for people, where it
// works, and its usual keys, parted by spaces.
type entry struct {
	action action
	says   string
	in     where
	keys   string
}

// table is every action, in the order in which help shows them. Space is
// written "space".
var table = []entry{
	{actDown, "down", moving, "j down"},
	{actUp, "up", moving, "k up"},
	{actPageDown, "a page down; at the end, the next unread", moving, "space pgdown"},
	{actPageUp, "a page up", moving, "b pgup shift+space"},
	{actHalfDown, "half a page down", moving, "d ctrl+d"},
	{actHalfUp, "half a page up", moving, "u ctrl+u"},
	{actTop, "to the start", moving, "g home"},
	{actBottom, "to the end", moving, "G end"},
	{actOpen, "open", everywhere &^ inHelp, "enter l right"},
	{actLeave, "leave", inList, "q"},
	{actBack, "back", everywhere, "q esc h left"},
	{actQuit, "leave", everywhere, "ctrl+c"},
	{actNextPane, "next pane", inRead | inPanel, "tab"},
	{actPrevPane, "previous pane", inRead | inPanel, "shift+tab"},
	{actPanel, "to the panel and back", inRead | inPanel, "f"},
	{actNextFigure, "next figure in the text", inRead | inPanel, "."},
	{actPrevFigure, "previous figure in the text", inRead | inPanel, ","},
	{actFigure, "figure with that number", inRead | inPanel, "1 2 3 4 5 6 7 8 9 0"},
	{actJump, "go to a mark; twice: back to where you were", inRead | inPanel, "'"},
	{actPage, "panel: figures, names, dates, contents", inRead | inPanel, "p"},
	{actNextSection, "next section", inRead | inPanel, ">"},
	{actPrevSection, "previous section", inRead | inPanel, "<"},
	{actNextBrief, "next briefing", inList | inRead | inPanel, "J"},
	{actPrevBrief, "previous briefing", inList | inRead | inPanel, "K"},
	{actNextUnread, "next unread", inList, "n"},
	{actFind, "find in the article; on the list: filter; in search: type again", inList | inRead | inPanel | inSearch | inHelp, "/"},
	{actFindNext, "next match", inRead | inPanel, "n"},
	{actFindPrev, "previous match", inRead | inPanel, "N"},
	{actSearch, "search every briefing", onBrief | inLedger, "s ctrl+f"},
	{actRead, "read or unread", onBrief, "r"},
	{actMark, "mark this place with a letter", inRead | inPanel, "m"},
	{actStar, "star", onBrief, "*"},
	{actTag, "tag: ACTION, LATER, DONE, none", onBrief, "t"},
	{actUndo, "undo the last change of state", onBrief, "z"},
	{actDeck, "deck: one card a briefing", inList | inRead | inPanel, "F"},
	{actDeckNext, "next card", inDeck, "space j down J pgdown"},
	{actDeckPrev, "previous card", inDeck, "b k up K pgup"},
	{actLedger, "ledger: this measure in every briefing", inRead | inPanel, "L"},
	{actLayout, "layout: panel on, off, wide", inRead | inPanel, "v"},
	{actNumbers, "paragraph numbers on or off", inRead | inPanel, "c"},
	{actKeyFirst, "key figures first, or as printed", inRead | inPanel, "w"},
	{actOrder, "order of the list", inList, "o"},
	{actOnlyUnread, "only the unread", inList, "U"},
	{actOnlyStarred, "only the starred", inList, "S"},
	{actFilterClear, "show the whole box again", inList, ""},
	{actRefresh, "show what has arrived, or what changed in the article", inList | inRead | inPanel, "R"},
	{actCopy, "copy: f figure, p paragraph, l link, a all", inRead | inPanel, "y"},
	{actShow, "show it plain, for the terminal's selection", inRead | inPanel, "Y"},
	{actHelp, "the keys of this screen", everywhere &^ inHelp, "? f1"},
	{actCommand, "every action by name; a number goes to that paragraph", everywhere, ":"},
	{actRedraw, "redraw", everywhere, "ctrl+l"},
	{actToggleSlow, "slow link: redraw the panel when keys rest", everywhere, ""},
	{actToggleMouse, "take the mouse, or give it back", everywhere, ""},
	{actThemeDark, "colours for a dark background", everywhere, ""},
	{actThemeLight, "colours for a light background", everywhere, ""},
	{actThemeNeutral, "colours for any background", everywhere, ""},
}
