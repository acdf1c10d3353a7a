package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestMigrationsArePaired keeps both databases at one schema: numbers follow
// each other, and each has one migration of a name for either.
func TestMigrationsArePaired(t *testing.T) {
	var names [][]string
	for _, e := range []engine{sqliteEngine{}, postgresEngine{}} {
		var all []string
		for i, file := range migrations()[e.name()] {
			name := strings.TrimSuffix(strings.TrimPrefix(file, "migrations/"), "."+e.name()+".sql")
			if want := fmt.Sprintf("%04d_", i+1); !strings.HasPrefix(name, want) {
				t.Errorf("%s: its number is not %s", file, want)
			}
			all = append(all, name)
		}
		names = append(names, all)
	}
	if len(names[0]) == 0 || !slices.Equal(names[0], names[1]) {
		t.Errorf("SQLite has %v, PostgreSQL %v", names[0], names[1])
	}
}
