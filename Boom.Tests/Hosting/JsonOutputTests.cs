using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
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

        JsonOutput.WriteLine(output, new Dictionary<string, string> { [Hostile] = Hostile }, (JsonTypeInfo<Dictionary<string, string>>)JsonSerializerOptions.Default.GetTypeInfo(typeof(Dictionary<string, string>)));

        var line = output.ToString().TrimEnd('\n');
        Assert.Equal(line, VisibleText.Of(line));
        Assert.Equal(Hostile, JsonDocument.Parse(line).RootElement.GetProperty(Hostile).GetString());
    }
}
