using System.Diagnostics;
using Boom.Core.Text;
using Xunit;

namespace Boom.Tests.Core.Text;

public sealed class ShellTextTests
{
    [Theory]
    [InlineData("ZTF18aaaaaaa", "ZTF18aaaaaaa")]
    [InlineData("./boom-data", "./boom-data")]
    [InlineData("a b", "'a b'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("$(rm -r x)", "'$(rm -r x)'")]
    [InlineData("~x", "'~x'")]
    [InlineData("*?", "'*?'")]
    [InlineData("", "''")]
    [InlineData("a\u001b[2J\n", @"$'a\033[2J\012'")]
    public void Quote_Word_IsOneWordOfTheShell(string word, string expected) => Assert.Equal(expected, ShellText.Quote(word, windows: false));

    [Theory]
    [InlineData("C:/data", "C:/data")]
    [InlineData("my data", "\"my data\"")]
    public void Quote_OnWindows_IsInDoubleQuotes(string word, string expected) => Assert.Equal(expected, ShellText.Quote(word, windows: true));

    [Fact]
    public async Task Quote_WordsOfAllKinds_ArriveAsTheyAre()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "There is no bash here.");
        string[] words = ["a b", "it's \"so\"", "$HOME `id` !x", "\u001b]0;x\a", "-é星\u202e", "a\\nb", "#x", "a;b|c&d", "~", "{a,b}", "x\r\n\t'y'"];
        var start = new ProcessStartInfo("/bin/bash", ["--norc", "-c", $"printf '%s\\0' {string.Join(' ', words.Select(word => ShellText.Quote(word, windows: false)))}"])
        {
            RedirectStandardOutput = true,
        };

        using var shell = Process.Start(start)!;
        var output = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Equal(words, output.TrimEnd('\0').Split('\0'));
    }
}
