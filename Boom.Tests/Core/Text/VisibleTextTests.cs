using Boom.Core.Text;
using Xunit;

namespace Boom.Tests.Core.Text;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("ZTF18aaaaaaa", "ZTF18aaaaaaa")]
    [InlineData("Ångström 星 🔭", "Ångström 星 🔭")]
    [InlineData("a\u001b[2Jb", @"a\x1b[2Jb")]
    [InlineData("a\r\n\tb\0", @"a\r\n\tb\x00")]
    [InlineData("\u007f\u009b31m\u00ad", @"\x7f\x9b31m\xad")]
    [InlineData("\u202egnp.exe\u2069", @"\u202egnp.exe\u2069")]
    [InlineData("a\u2028b\u2029c\u200b\ufeff", @"a\u2028b\u2029c\u200b\ufeff")]
    [InlineData("\U000e0041", @"\U000e0041")]
    [InlineData("", "")]
    public void Of_ControlAndFormatCharacters_AreEscapes(string text, string expected) => Assert.Equal(expected, VisibleText.Of(text));

    [Fact]
    public void Of_HalfASurrogatePair_IsAnEscape() => Assert.Equal(@"a\ud83d.", VisibleText.Of("a\ud83d."));

    [Fact]
    public void Of_TextThatHasBeenThrough_StaysAsItIs()
    {
        var once = VisibleText.Of("a\u001b]0;b\a\u202e");

        Assert.Equal(once, VisibleText.Of(once));
    }

    [Fact]
    public void Of_EveryCharacterOfLatin1_LeavesNoneThatSteersATerminal() =>
        Assert.DoesNotContain(VisibleText.Of(string.Concat(Enumerable.Range(0, 256).Select(c => (char)c))), char.IsControl);

    [Fact]
    public void Lines_StackTrace_KeepsItsLinesIndented() => Assert.Equal(
        string.Join(Environment.NewLine, @"Fault: \x1b", "     at A", "  2026-01-01 Information forged"),
        VisibleText.Lines("Fault: \u001b\r\n   at A\n2026-01-01 Information forged"));
}
