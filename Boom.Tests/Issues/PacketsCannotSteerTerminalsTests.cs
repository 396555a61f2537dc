using Boom.Core.Text;
using Boom.Tests.Cli;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Issues;

/// <summary>Control characters of a packet, in the name of its object and where a damaged one says why, reached terminal and log as they were.</summary>
public sealed class PacketsCannotSteerTerminalsTests : IDisposable
{
    const string Name = "Z\u001b[2J\a\r\nx\u202e";

    readonly TemporaryFolder _folder = new();

    string Data => Path.Combine(_folder.Path, "data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Commands_HostilePackets_ShowEscapes()
    {
        Write("a.avro", ForgedPackets.Named(0, Name));
        Write("b.avro", HostileCodec());

        var play = await RunAsync("play", Path.Combine(_folder.Path, "a.avro"), Path.Combine(_folder.Path, "b.avro"), "--survey", "ztf", "--verbose");
        var letter = PlayedNight.LastLine(await RunAsync("dead-letters", "list", "--json")).GetProperty("deadLetters")[0];
        var alert = PlayedNight.LastLine(await RunAsync("object", Name, "--json")).GetProperty("alerts")[0].GetProperty("candidText").GetString()!;

        Assert.Contains(@"Z\x1b[2J\x07\r\nx\u202e", play.Out, StringComparison.Ordinal);
        Assert.Contains(@"boom object $'Z\033[2J\007\015\012x\342\200\256'", play.Out, StringComparison.Ordinal);
        Assert.Contains(@"\x1b", (await RunAsync("dead-letters", "list")).Out, StringComparison.Ordinal);
        Assert.Contains(@"\x1b", (await RunAsync("dead-letters", "show", letter.GetProperty("id").GetString()!)).Out, StringComparison.Ordinal);
        Assert.Contains(@"Z\x1b[2J", (await RunAsync("object", Name)).Out, StringComparison.Ordinal);
        Assert.Contains(@"Z\x1b[2J", (await RunAsync("alert", alert)).Out, StringComparison.Ordinal);
        Assert.Contains(@"No object Q\x1b is stored", (await RunAsync("object", "Q\u001b")).Error, StringComparison.Ordinal);
        Assert.Contains(@"\x1b", await File.ReadAllTextAsync(Path.Combine(Data, "boom.log"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        AssertVisible(await File.ReadAllTextAsync(Path.Combine(Data, "boom.log"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Cone_HostileName_ShowsEscapes()
    {
        Write("a.avro", ForgedPackets.Named(0, Name));
        await RunAsync("play", Path.Combine(_folder.Path, "a.avro"), "--survey", "ztf");
        var position = PlayedNight.LastLine(await RunAsync("object", Name, "--json")).GetProperty("alerts")[0];

        var cone = await RunAsync("cone", position.GetProperty("ra").GetRawText(), position.GetProperty("dec").GetRawText(), "5");

        Assert.Contains(@"Z\x1b[2J\x07\r\nx\u202e", cone.Out, StringComparison.Ordinal);
    }

    /// <summary>Runs a command; whatever it writes must be harmless.</summary>
    async Task<CliRun> RunAsync(params string[] args)
    {
        var run = await CliRun.OfAsync([.. args, "--data", Data]);
        AssertVisible(run.Out);
        AssertVisible(run.Error);
        return run;
    }

    static void AssertVisible(string text) =>
        Assert.All(text.Split('\n'), line => Assert.Equal(line.TrimEnd('\r'), VisibleText.Of(line.TrimEnd('\r'))));

    /// <summary>A packet that names a codec nobody has.</summary>
    static byte[] HostileCodec()
    {
        var packet = ForgedPackets.Packet(1);
        var at = packet.AsSpan().IndexOf("avro.codec"u8) + "avro.codec".Length + 1;
        "\u001b[2J"u8.CopyTo(packet.AsSpan(at));
        return packet;
    }

    void Write(string name, byte[] packet) => File.WriteAllBytes(Path.Combine(_folder.Path, name), packet);
}
