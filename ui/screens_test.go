package ui

import (
	"errors"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"despatch/briefs"
)

func TestListShowsWhatTriageNeeds(t *testing.T) {
	for _, height := range []int{24, 40} {
		d := drive(t, fixture(t), Options{Width: 80, Height: height})
		d.shows("Briefings", "3 unread", "Freight on the northern line", "Office of Rail", ">12 million tonnes", "28 Feb",
			"全市工业运行情况", "1.8万亿元", "• ", "due 09:00")
	}
}

func TestOpenShowsFiguresBesideTheText(t *testing.T) {
	d := drive(t, fixture(t), Options{Width: 120, Height: 40}).press("enter")
	d.shows("KEY FIGURES", "1 = >12 million tonnes", "3 ¤ £340 million", "5 % >40%", "████░░░░░░", "year to March 2026", "¶1")
	d.hides("@ June")
}

func TestNarrowTerminalHasFiguresInOneLineAndInADrawer(t *testing.T) {
	d := drive(t, fixture(t), Options{Width: 48, Height: 20}).press("enter")
	d.shows(">12 million tonnes", "8.4%")
	d.hides("KEY FIGURES")
	d.press("f").shows("KEY FIGURES", "freight on the northern line")
	d.press("f").hides("KEY FIGURES")
}

func TestNextFigureIsSelectedAndOpens(t *testing.T) {
	d := drive(t, fixture(t), Options{Width: 100, Height: 30}).press("enter . .")
	if f := d.app.article.selected; f != 1 {
		t.Fatalf("selected figure %d, want 1", f)
	}
	d.press("enter").shows("2/5", "8.4 %", "sentence", "In the year to March 2026", "rule", "number and unit", "a rise")
	d.press("q").hides("number and unit")
}

func TestDigitGoesToTheFigure(t *testing.T) {
	d := drive(t, fixture(t), Options{Width: 100, Height: 12}).press("enter 5")
	if d.app.article.number(d.app.article.selected) != 5 {
		t.Fatalf("figure %d selected", d.app.article.number(d.app.article.selected))
	}
	d.shows("40%")
	d.press("9").shows("there are 5 figures")
}

func TestOpenedFigureShowsWhereElseItStands(t *testing.T) {
	lib := fixture(t)
	other := lib.briefs[0]
	other.ID, other.Title = "dddd00000004", "Freight a year before"
	lib.briefs = append(lib.briefs, other)
	d := drive(t, lib, Options{Width: 120, Height: 40}).press("enter . enter")
	d.shows("elsewhere", "Freight a year before")
	d.press("q L").shows("Ledger", "freight on the northern line", "Freight a year before")
	d.press("down enter").shows("KEY FIGURES")
}

func TestReadWhenTheLastLineWasOnScreen(t *testing.T) {
	lib := fixture(t)
	d := drive(t, lib, Options{Width: 80, Height: 24}).press("G enter")
	if lib.saved["cccc00000003"].Read {
		t.Fatal("opening a long briefing made it read")
	}
	d.press("G")
	if !lib.saved["cccc00000003"].Read {
		t.Fatal("the last line was on screen and the briefing is not read")
	}
	d.press("q").shows("2 unread")
}

func TestMovingTheListAndDeckReadNothing(t *testing.T) {
	lib := fixture(t)
	drive(t, lib, Options{Width: 120, Height: 40}).press("j j k F space space q q").pass()
	for id, s := range lib.saved {
		if s.Read || s.Opened {
			t.Errorf("%s became %+v", id, s)
		}
	}
}

func TestResumeSurvivesAnotherWidth(t *testing.T) {
	lib := fixture(t)
	d := drive(t, lib, Options{Width: 80, Height: 24}).press("G enter space space space space")
	at := d.app.article.doc.Offset(d.app.article.top)
	d.pass()
	if got := lib.saved["cccc00000003"].Place; got != at {
		t.Fatalf("place %d saved, want %d", got, at)
	}
	d = drive(t, lib, Options{Width: 47, Height: 30}).press("G enter")
	d.shows("resumed at", "g for the start")
	if !d.app.article.onScreen(at) {
		t.Errorf("offset %d is not on the screen", at)
	}
	d.press("g").shows("Chapter AA")
}

func TestSpaceAtTheEndGoesToTheNextUnread(t *testing.T) {
	lib := fixture(t)
	d := drive(t, lib, Options{Width: 100, Height: 60}).press("enter space")
	d.shows("Space: next unread")
	d.press("space").shows("全市工业运行情况", "3.2万户")
}

func TestFindAsOneTypes(t *testing.T) {
	d := drive(t, fixture(t), Options{Width: 80, Height: 24}).press("enter / 'harwick")
	d.shows("/harwick", "1/2")
	d.press("enter n").shows("match 2/2")
	d.press("N N").shows("match 2/2")
	d.press("/ 'HARWICK enter").shows("not found")
}

func TestSearchOpensAtTheHit(t *testing.T) {
	d := drive(t, fixture(t), Options{Width: 80, Height: 24}).press("s 'points_were")
	d.shows("Search", "Freight on the northern line", "points were replaced")
	d.press("enter")
	d.shows("points were replaced")
	if d.app.top() != readScreen {
		t.Fatal("Enter on a single hit did not open it")
	}
}

func TestStarTagMarkUndo(t *testing.T) {
	lib := fixture(t)
	d := drive(t, lib, Options{Width: 80, Height: 24}).press("* t t r")
	s := lib.saved["aaaa00000001"]
	if !s.Starred || s.Tag != briefs.Later || !s.Read {
		t.Fatalf("state %+v", s)
	}
	d.shows("★", "LATER")
	d.press("z").shows("undone: read")
	d.press("z z z")
	if s := lib.saved["aaaa00000001"]; s.Read || s.Starred || s.Tag != "" {
		t.Fatalf("after undo %+v", s)
	}
	d.press("z").shows("nothing to undo")
	d.press("G enter space m a space space ' a")
	if at := lib.saved["cccc00000003"].Marks["a"]; at == 0 || !d.app.article.onScreen(at) {
		t.Errorf("mark at %d", at)
	}
}

func TestWhatWasReadStaysInAnUnreadList(t *testing.T) {
	d := drive(t, fixture(t), Options{Width: 80, Height: 24}).press("U r")
	d.shows("Freight on the northern line")
	d.press("U U").hides("Freight on the northern line")
}

func TestCopyCarriesItsSource(t *testing.T) {
	d := drive(t, fixture(t), Options{Width: 100, Height: 30}).press("enter .")
	text, _ := d.app.copied("f")
	for _, want := range []string{">12 million tonnes", "freight on the northern line", "Office of Rail", "1 Mar 2026", "¶1"} {
		if !strings.Contains(text, want) {
			t.Errorf("copied %q lacks %q", text, want)
		}
	}
	if text, _ := d.app.copied("l"); text != "https://rail.example/1" {
		t.Errorf("link %q", text)
	}
	d.press("y y").shows("copied >12 million tonnes with its source")
	d.press("Y f").shows(">12 million tonnes", "any key goes back")
	d.press("x").hides("any key goes back")
}

func TestHelpShowsTheKeysOfItsScreen(t *testing.T) {
	d := drive(t, fixture(t), Options{Width: 80, Height: 60}).press("?")
	d.shows("Keys of the list", "next unread")
	d.press("q enter ?").shows("Keys of the article", "next figure in the text")
	d.press("/ 'ledger").shows("this measure in every briefing")
	d.hides("next figure in the text")
}

func TestCommandLineDoesActionsByName(t *testing.T) {
	d := drive(t, fixture(t), Options{Width: 80, Height: 24}).press(": 'star enter")
	d.shows("starred")
	d.press(": 'nonsense enter").shows("no action nonsense")
	d.press("enter : '5 enter")
	if at := d.app.article.window(); !at.Has(strings.Index(english, "Nothing is decided")) {
		t.Error(":5 did not go to the fifth paragraph")
	}
	d.press(": '99 enter").shows("there are 5 paragraphs")
}

func TestPanelPages(t *testing.T) {
	d := drive(t, fixture(t), Options{Width: 120, Height: 40}).press("enter p")
	d.shows("NAMES", "Anna Vale", "Minister for Transport", "Harwick")
	d.press("p").shows("DATES", "June", "2026-06-01 to 2026-06-30")
	d.press("p").shows("CONTENTS", "Outlook")
	d.press("f down down enter p w").shows("KEY FIGURES FIRST")
}

func TestErrorsAreShown(t *testing.T) {
	lib := fixture(t)
	d := drive(t, lib, Options{Width: 80, Height: 24})
	lib.err = errors.New("the disk is full")
	d.press("*").shows("not saved", "the disk is full")
	lib.err = briefs.ErrNotFound
	d.press("enter").shows("open: no such briefing")
	d = drive(t, lib, Options{Width: 80, Height: 24})
	d.shows("The box could not be read")
}

func TestLateAnswersAreDropped(t *testing.T) {
	lib := fixture(t)
	d := drive(t, lib, Options{Width: 80, Height: 24})
	first := d.app.open("aaaa00000001", -1, "")
	second := d.app.open("bbbb00000002", -1, "")
	d.run(second)
	d.run(first)
	if d.app.article.brief.ID != "bbbb00000002" {
		t.Error("an answer to an older question was taken")
	}
}

func TestLastKeyQuits(t *testing.T) {
	d := drive(t, fixture(t), Options{Width: 80, Height: 24}).press("enter q")
	if d.quit {
		t.Fatal("q in an article left the program")
	}
	if d.press("q"); !d.quit {
		t.Fatal("q on the list did not leave")
	}
	if d := drive(t, fixture(t), Options{Width: 80, Height: 24}).press("enter / ctrl+c"); !d.quit {
		t.Fatal("Ctrl-C did not leave")
	}
}

func TestAccessibleSpeaksOneLineAChange(t *testing.T) {
	d := drive(t, fixture(t), Options{Width: 80, Height: 24, Accessible: true})
	if d.app.View().AltScreen {
		t.Error("the accessible mode takes the whole screen")
	}
	d.press("j")
	if want := "2 of 3: unread, 全市工业运行情况"; !strings.HasPrefix(d.app.spoken, want) {
		t.Errorf("spoken %q, want it to start %q", d.app.spoken, want)
	}
	d.press("k enter .")
	if want := "figure 1 of 5: over 12 million tonnes"; !strings.HasPrefix(d.app.spoken, want) {
		t.Errorf("spoken %q", d.app.spoken)
	}
}

func TestSlowLinkFreezesThePanelUntilKeysRest(t *testing.T) {
	lib := fixture(t)
	d := drive(t, lib, Options{Width: 100, Height: 12, Slow: true}).press("enter")
	d.screen()
	before := strings.Join(d.app.panel.rows, "\n")
	d.press("space space")
	d.screen()
	if got := strings.Join(d.app.panel.rows, "\n"); got != before {
		t.Error("the panel was drawn while keys came")
	}
	d.pass()
	d.screen()
	if got := strings.Join(d.app.panel.rows, "\n"); got == before {
		t.Error("the panel stayed behind after the keys rested")
	}
}

func TestUndoLeavesWhatCameSince(t *testing.T) {
	lib := fixture(t)
	d := drive(t, lib, Options{Width: 80, Height: 24}).press("G * enter G z")
	if s := lib.saved["cccc00000003"]; s.Starred || !s.Read {
		t.Errorf("undoing the star gave %+v", s)
	}
	d.shows("undone: starred")
}

func TestNewerStateFromElsewhereIsNotOverwritten(t *testing.T) {
	lib := fixture(t)
	d := drive(t, lib, Options{Width: 80, Height: 24})
	lib.saved = map[string]briefs.State{"cccc00000003": {Starred: true, Changed: clock.Add(-1)}}
	d.press("G enter space").pass()
	if s := lib.saved["cccc00000003"]; !s.Starred || s.Place == 0 {
		t.Errorf("state %+v", s)
	}
}

func TestAFailedPlaceIsKeptWithTheNextOne(t *testing.T) {
	lib := fixture(t)
	d := drive(t, lib, Options{Width: 80, Height: 24}).press("G enter space")
	lib.err = errors.New("locked")
	d.pass()
	lib.err = nil
	d.press("q")
	if s := lib.saved["cccc00000003"]; s.Place == 0 {
		t.Errorf("state %+v", s)
	}
}

func TestLateFiguresOfAnotherTextAreDropped(t *testing.T) {
	lib := fixture(t)
	lib.briefs[0].Version, lib.briefs[0].Figures = 0, nil
	d := drive(t, lib, Options{Width: 80, Height: 24, Extract: func(b *briefs.Brief) { b.Version = 1 }})
	d.press("enter")
	old := d.app.article.brief
	again := *old
	again.Version = 0
	d.app.article.brief = &again
	d.run(func() tea.Msg { return extracted{old, &briefs.Brief{Figures: make([]briefs.Figure, 9), Version: 1}} })
	if len(d.app.article.brief.Figures) != 0 {
		t.Error("figures of the text before came to the one after")
	}
}

func TestADateDoesNotOpenAsAFigure(t *testing.T) {
	d := drive(t, fixture(t), Options{Width: 100, Height: 40}).press("enter p p f f enter")
	d.hides("0/5")
}

func TestTheDrawerHidesNothingThatCountsAsSeen(t *testing.T) {
	d := drive(t, fixture(t), Options{Width: 48, Height: 20}).press("enter f down down down down")
	at := d.app.article.selected
	s := d.screen()
	if article, _, _ := strings.Cut(s, "──"); !strings.Contains(article, "40%") {
		t.Errorf("figure %d is selected and not on the screen:\n%s", at, s)
	}
}

func TestQuitWaitsForWhatIsBeingSaved(t *testing.T) {
	lib := fixture(t)
	d := drive(t, lib, Options{Width: 80, Height: 24})
	_ = d.app.doState(actStar) // a command that nobody runs, as when a program ends
	if err := d.app.settle(settleLimit); err != nil || !lib.saved["aaaa00000001"].Starred {
		t.Errorf("left with %v and state %+v", err, lib.saved["aaaa00000001"])
	}
	lib.err = errors.New("no space")
	_ = d.app.doState(actStar)
	if err := d.app.settle(settleLimit); err == nil {
		t.Error("a save that failed was not told")
	}
}

func TestEscOnTheListDoesNotLeave(t *testing.T) {
	d := drive(t, fixture(t), Options{Width: 80, Height: 24}).press("esc left h")
	if d.quit {
		t.Fatal("a key for going back left the program")
	}
	d.press("/ 'records enter esc").shows("Freight on the northern line")
	if h := d.app.list.selected(); h.ID != "cccc00000003" {
		t.Errorf("the cursor went to %s", h.ID)
	}
}
