package page

import (
	"fmt"
	"strings"
	"testing"
)

func TestScratch(t *testing.T) {
	for _, s := range []string{
		"By the end of 2022, the operating income of industrial small and medium-sized enterprises exceeded 80 trillion yuan (about US$ 11 trillion), up 3.5 percentage points; £2.1 bn went to 9,000 firms, 40 % of them small. See https://www.example.org/a/very/long/path/that/does/not/fit?x=1&y=2 for more — or not … well.",
		"　　截至2022年末，中小微企业数量超过5200万户，规模以上工业中小企业营业收入超过80万亿元（同比增长3.5个百分点）。工业和信息化部“小巨人”企业9000家，专精特新中小企业8万多家。会议指出：“要坚持‘两个毫不动摇’——促进民营经济发展壮大……”",
	} {
		for _, w := range []int{24, 12} {
			fmt.Println(strings.Join(Wrap(s, w), "|\n"))
			fmt.Println(strings.Repeat("=", w))
		}
	}
}
