using Boom.Core.Alerts;
using Boom.Core.Plays;
using Boom.Core.Surveys;
using Boom.Embedded.Plays;
using Boom.Embedded.Repairs;
using Boom.Messaging.Archives;
using Boom.Tests.Fakes;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Embedded.Repairs;

public sealed class LetterSourceTests : IDisposable
{
    const int Partitions = 4;

    readonly TemporaryFolder _folder = new();
    readonly MemoryLedger _journal = new();

    public LetterSourceTests()
    {
        Write("a.avro", ForgedPackets.OfRecord("winter.alert"));
        Write("b.avro", ForgedPackets.OfRecord("ztf.alert"));
        Write("c.avro", [.. ForgedPackets.OfRecord("winter.alert"), 1]);
        Write("d.avro", [.. ForgedPackets.OfRecord("winter.alert"), 2]);
    }

    static CancellationToken None => CancellationToken.None;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FindAsync_MixedPlay_NamesTheFileOfEachSurvey()
    {
        var whole = PacketSource.Open([_folder.Path]);
        foreach (var (survey, feed) in SurveyScan.Of(whole, onLong: null, None).Split(whole))
            await PlayAsync(survey.ToLowerName(), feed, isNoted: false);

        Assert.Equal("a.avro c.avro d.avro -", await NamesAsync("winter", 4));
        Assert.Equal("b.avro -", await NamesAsync("ztf", 2));
    }

    [Fact]
    public async Task FindAsync_LoopedPlay_NamesTheFileInEveryRound()
    {
        await PlayAsync("winter", new LoopedFeed(new SurveyFeed(PacketSource.Open([_folder.Path]), Survey.Winter, withOthers: false)), isNoted: true, count: 7);

        Assert.Equal("a.avro c.avro d.avro a.avro c.avro d.avro a.avro", await NamesAsync("winter", 7));
    }

    [Fact]
    public async Task FindAsync_FolderHasGrown_NamesTheFileThatHoldsThePacket()
    {
        await PlayAsync("winter", new SurveyFeed(PacketSource.Open([_folder.Path]), Survey.Winter, withOthers: true, [Survey.Ztf]), isNoted: true);
        Write("0.avro", [.. ForgedPackets.OfRecord("winter.alert"), 3]);
        File.Delete(At("c.avro"));

        Assert.Equal("a.avro - d.avro", await NamesAsync("winter", 3));
    }

    [Fact]
    public async Task FindAsync_FolderHasGrownAndContentsAreNotNoted_NamesNone()
    {
        await PlayAsync("winter", PacketSource.Open([_folder.Path]), isNoted: false);
        Write("0.avro", [3]);

        Assert.Equal("-", await NamesAsync("winter", 1));
    }

    string At(string name) => Path.Combine(_folder.Path, name);

    void Write(string name, byte[] packet) => File.WriteAllBytes(At(name), packet);

    async Task PlayAsync(string topic, IPacketFeed feed, bool isNoted, int count = int.MaxValue)
    {
        var play = await _journal.BeginPlayAsync(topic, Partitions, feed.Source, None);
        var hashes = feed.Read(0).Take(count).Select(packet => PacketContent.HashOf(packet.Span)).ToArray();
        if (isNoted)
            await _journal.NotePacketsAsync(play.Id, new NotedPackets(0, hashes), None);
        else
            await _journal.AdvancePlayAsync(play.Id, hashes.Length, true, None);
    }

    // A dash for each that is not found.
    async Task<string> NamesAsync(string topic, int count)
    {
        var names = new string[count];
        for (var number = 0; number < count; number++)
            names[number] = Path.GetFileName(await LetterSource.FindAsync(_journal, new PacketOrigin(topic, number % Partitions, number / Partitions, 0), None)) ?? "-";
        return string.Join(' ', names);
    }
}
