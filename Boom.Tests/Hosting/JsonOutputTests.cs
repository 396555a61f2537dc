using System.Text.Json;
using Boom.Core.Text;
using Boom.Hosting;
using Xunit;

namespace Boom.Tests.Hosting;

public sealed class JsonOutputTests
{
    [Fact]
    public void WriteLine_TextThatSteersATerminal_IsOneLineOfEscapesThatReadsAsTheSame()
    {
        const string Hostile = "a\u001b[2J\u0085\u009b\u202e\u2028\U000e0041\n🔭\\";
        using var output = new StringWriter { NewLine = "\n" };

        JsonOutput.WriteLine(output, writer => writer.WriteString(Hostile, Hostile));

        var line = output.ToString().TrimEnd('\n');
        Assert.Equal(line, VisibleText.Of(line));
        Assert.Equal(Hostile, JsonDocument.Parse(line).RootElement.GetProperty(Hostile).GetString());
    }

    [Fact]
    public void WriteId_LargeNumber_HasItsTextBesideIt()
    {
        using var output = new StringWriter { NewLine = "\n" };

        JsonOutput.WriteLine(output, writer => writer.WriteId("candid", 3_174_538_560_415_010_017));

        Assert.Equal("""{"candid":3174538560415010017,"candidText":"3174538560415010017"}""" + "\n", output.ToString());
    }
}
