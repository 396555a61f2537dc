using Boom.Core.Messages;
using Boom.Core.Resilience;
using Boom.FilterWorker;
using Boom.FilterWorker.Streams;
using Boom.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Boom.Tests.FilterWorker.Streams;

public sealed class MessageSegmentsTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    static CancellationToken Token => TestContext.Current.CancellationToken;

    string Folder => Path.Combine(_folder.Path, "streams");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_AfterAnotherStart_GivesAllMessagesInOrder()
    {
        var messages = Enumerable.Range(0, 40).Select(i => Message(i)).ToArray();
        Write(messages[..25]);
        Write(messages[25..]);

        var read = Read();

        Assert.Equal(messages.Select(Text), read.Select(Text));
    }

    [Fact]
    public void Read_SentTwice_GivesItOnce()
    {
        Write(Message(1), Message(2));
        Write(Message(2), Message(3));

        Assert.Equal(["1", "2", "3"], Read().Select(message => message.Id));
    }

    [Fact]
    public void Read_EndOfAFileIsTorn_GivesWhatIsWhole()
    {
        // Records of one length.
        Write(Message(1), Message(5));
        var file = Directory.GetFiles(Folder).Single();
        var whole = File.ReadAllBytes(file);
        Write(Message(9));
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(file, whole[..length]);

            using var segments = Create();
            var read = segments.Read().Select(message => message.Id).ToArray();
            Assert.Null(segments.Damage.Warning);
            Assert.Equal("9", read[^1]);
            Assert.Equal(length < whole.Length / 2 ? 1 : 2, read.Length);
        }
    }

    [Fact]
    public void Read_AnyByteIsDamaged_NeverGivesAnythingElse()
    {
        Write(Message(1), Message(2));
        var file = Directory.GetFiles(Folder).Single();
        var whole = File.ReadAllBytes(file);
        for (var i = 0; i < whole.Length; i++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[i] ^= 0x55;
            File.WriteAllBytes(file, damaged);

            Assert.All(Read(), message => Assert.Contains(Text(message), new[] { Text(Message(1)), Text(Message(2)) }));
        }
    }

    [Fact]
    public void Read_OlderThanTheRetention_IsLeftOut()
    {
        Write(Message(1), Message(2, "ZTF_alerts_results"));
        _time.Advance(TimeSpan.FromDays(4));
        Write(Message(3));

        Assert.Equal(["2", "3"], Read().Select(message => message.Id));
    }

    [Fact]
    public void Append_FilesOlderThanTheRetention_AreRemoved()
    {
        Write(Message(1));
        var first = Directory.GetFiles(Folder).Single();
        File.SetLastWriteTimeUtc(first, _time.GetUtcNow().UtcDateTime);
        _time.Advance(TimeSpan.FromDays(8));

        Write(Message(2));

        Assert.False(File.Exists(first));
        Assert.Single(Directory.GetFiles(Folder));
    }

    [Fact]
    public void Append_SeveralWritersAtOnce_AllIsReadInTheOrderOfTime()
    {
        using (var one = Create())
        using (var other = Create())
        {
            foreach (var (number, writer) in ((int, MessageSegments)[])[(1, one), (2, other), (3, other), (4, one), (5, other)])
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                writer.Append([Now(Message(number))]);
            }
        }

        Assert.Equal(["1", "2", "3", "4", "5"], Read().Select(message => message.Id));
        Assert.Equal(2, Directory.GetFiles(Folder).Length);
    }

    [Fact]
    public void Append_AnotherWriterHasRemovedTheFile_GoesOnInOneOfItsOwn()
    {
        using var segments = Create();
        segments.Append([Now(Message(1))]);
        File.Delete(Directory.GetFiles(Folder).Single());

        segments.Append([Now(Message(2))]);

        Assert.Equal(["2"], Read().Select(message => message.Id));
    }

    [Fact]
    public void Append_FolderCannotBeMade_IsAFaultThatPasses()
    {
        File.WriteAllText(Folder, "in the way");
        using var segments = Create();
        Assert.Throws<TransientFaultException>(() => segments.Append([Message(1)]));

        File.Delete(Folder);
        segments.Append([Message(1)]);

        Assert.Single(Read());
    }

    [Fact]
    public async Task SendAsync_BrokerIsAway_IsKeptBeforehand()
    {
        var sink = new MemorySink { Fault = new TransientFaultException("gone") };
        using (var kept = new KeptMessages(sink, Create()))
            await Assert.ThrowsAsync<TransientFaultException>(async () => await kept.SendAsync([Message(1)], Token));

        Assert.Equal(["1"], Read().Select(message => message.Id));
    }

    [Fact]
    public async Task SendAgainAsync_AfterAnotherStart_SendsUnderTheSameIdentifiers()
    {
        using (var kept = new KeptMessages(new MemorySink(), Create()))
            await kept.SendAsync([.. Enumerable.Range(0, 1200).Select(i => Message(i))], Token);
        var sink = new MemorySink();
        using var again = new KeptMessages(sink, Create());

        Assert.Equal(new SentAgain(1200, 0, null), await again.SendAgainAsync(Token));

        Assert.Equal(Enumerable.Range(0, 1200).Select(i => Text(Message(i))), sink.Messages.Select(Text));
    }

    [Fact]
    public async Task SendAgainAsync_BrokerRefusesSome_CountsThemApart()
    {
        using (var kept = new KeptMessages(new MemorySink(), Create()))
            await kept.SendAsync([.. Enumerable.Range(0, 1200).Select(i => Message(i))], Token);
        var sink = new MemorySink { Refuses = message => message.Candid is 7 or 900 };
        using var again = new KeptMessages(sink, Create());

        var result = await again.SendAgainAsync(Token);

        Assert.Equal((1198, 2), (result.Sent, result.Refused));
        Assert.Equal("2 messages of earlier runs cannot be sent again, the first of them for babamul.ztf.lsst-match.hosted (too large).", Assert.Single(result.Warnings));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(200)]
    public async Task SendAgainAsync_AFileIsDamaged_SendsWhatIsBeforeAndBehindAndSaysSo(int at)
    {
        Write([.. Enumerable.Range(0, 40).Select(i => Message(i))]);
        var path = Directory.GetFiles(Folder).Single();
        var bytes = File.ReadAllBytes(path);
        var record = bytes.Length / 40;
        new Random(at).NextBytes(bytes.AsSpan((10 * record) + at, 2 * record));
        File.WriteAllBytes(path, bytes);
        var sink = new MemorySink();
        using var again = new KeptMessages(sink, Create());

        var result = await again.SendAgainAsync(Token);

        var lost = Enumerable.Range(0, 40).Except(sink.Messages.Select(message => (int)message.Candid)).ToList();
        Assert.InRange(lost.Count, 2, 4);
        Assert.All(lost, number => Assert.InRange(number, 9, 13));
        Assert.Matches($"^Kept messages are damaged in {path} from byte [0-9]+ on, [0-9]+ bytes in all: what they held is not sent again[.]$", Assert.Single(result.Warnings));
    }

    [Fact]
    public void Read_FileHasNoMessageAtAll_IsDamage()
    {
        Write(Message(1));
        var noise = new byte[3 << 20];
        new Random(3).NextBytes(noise);
        File.WriteAllBytes(Path.Combine(Folder, "messages-000000000000.seg"), noise);
        using var segments = Create();

        Assert.Equal(["1"], segments.Read().Select(message => message.Id).ToList());
        Assert.Equal(noise.Length, segments.Damage.Bytes);
    }

    [Fact]
    public void Read_RecordBehindALongDamage_IsFound()
    {
        Write(Message(1));
        var path = Directory.GetFiles(Folder).Single();
        byte[] noise = [.. Enumerable.Repeat((byte)7, (1 << 20) + 5), .. File.ReadAllBytes(path)];
        File.WriteAllBytes(path, noise);
        using var segments = Create();

        Assert.Equal(["1"], segments.Read().Select(message => message.Id).ToList());
        Assert.Equal((1 << 20) + 5, segments.Damage.Bytes);
    }

    [Fact]
    public void Read_FileIsGoneWhenItIsOpened_GivesTheOthers()
    {
        Write(Message(1));
        File.CreateSymbolicLink(Path.Combine(Folder, "messages-000000000000.seg"), Path.Combine(Folder, "gone"));

        Assert.Equal(["1"], Read().Select(message => message.Id));
    }

    [Fact]
    public void Read_FileCannotBeRead_SaysWhichAndWhatToDo()
    {
        Write(Message(1));
        var path = Path.Combine(Folder, "messages-000000000009.seg");
        File.CreateSymbolicLink(path, path);

        var fault = Assert.Throws<PermanentFaultException>(Read);

        Assert.StartsWith($"Kept messages cannot be read ({path}: ", fault.Message, StringComparison.Ordinal);
        Assert.EndsWith("or move it away, and its messages are not sent again.", fault.Message, StringComparison.Ordinal);
    }

    static OutgoingMessage Message(int number, string topic = "babamul.ztf.lsst-match.hosted") => new(
        topic, $"ZTF{number}", [(byte)number, 0, 1, 2], $"{number}", number,
        new MessageStamps(number % 2 == 0 ? null : 5, 6, 7, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).ToUnixTimeMilliseconds()), number % 3 == 0 ? "00-1-2-01" : null);

    static string Text(OutgoingMessage message) =>
        $"{message.Topic} {message.Key} {Convert.ToHexString(message.Value)} {message.Id} {message.Candid} {message.Stamps} {message.TraceParent}";

    void Write(params OutgoingMessage[] messages)
    {
        using var segments = Create();
        segments.Append([.. messages.Select(Now)]);
    }

    OutgoingMessage Now(OutgoingMessage message) => message with { Stamps = message.Stamps with { FilteredAtMs = _time.GetUtcNow().ToUnixTimeMilliseconds() } };

    List<OutgoingMessage> Read()
    {
        using var segments = Create();
        return [.. segments.Read()];
    }

    MessageSegments Create() => new(Folder, new StreamsOptions(new PublicStreamsOptions(), new ResultStreamsOptions(), BrokerIsEmbedded: true), _time);
}
