using System.Diagnostics;
using Boom.ServiceDefaults.Logging;
using Boom.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Boom.Tests.ServiceDefaults.Logging;

/// <summary>Whether a span is made at all is for every listener of the process to say: nobody else may listen meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class NobodyListensBeside
{
    public const string Name = "nobody listens beside";
}

/// <summary>Spans of a source of each test's own, so that tests beside it are not heard.</summary>
[Collection(NobodyListensBeside.Name)]
public sealed class SpanEventLogTests : IDisposable
{
    readonly FakeTimeProvider _time = new();
    readonly ActivitySource _source = new("Boom.Tests." + Path.GetRandomFileName());
    readonly LineLogger _lines = new();
    readonly LoggerFactory _loggers;
    SpanEventLog? _log;

    public SpanEventLogTests() => _loggers = new LoggerFactory([_lines]);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    IEnumerable<string> Lines => _lines.Of(_source.Name);

    public void Dispose()
    {
        _log?.Dispose();
        _loggers.Dispose();
        _source.Dispose();
    }

    async Task ListenAsync(SpanEventKinds kinds)
    {
        _log = new SpanEventLog(kinds, _loggers, _time);
        await _log.StartAsync(Token);
    }

    [Fact]
    public async Task Close_SpanThatWorkedAndWaited_TellsBusyAndIdleTime()
    {
        await ListenAsync(SpanEventKinds.Close);
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = StoreAsync(answer.Task);

        // The span waits: this flow of control is not within it.
        _time.Advance(TimeSpan.FromMilliseconds(200));
        answer.SetResult();
        await work;

        Assert.Equal(["store batch: close busy=35 ms idle=200 ms survey=ZTF"], Lines);

        async Task StoreAsync(Task until)
        {
            using var span = _source.StartActivity("store batch")!.SetTag("survey", "ZTF").SetTag("candids", new long[] { 1, 2 });
            _time.Advance(TimeSpan.FromMilliseconds(30));
            await until;
            _time.Advance(TimeSpan.FromMilliseconds(5));
        }
    }

    [Fact]
    public async Task Close_SpanWithinAnother_IsWorkInBoth()
    {
        await ListenAsync(SpanEventKinds.Close);
        using (_source.StartActivity("outer"))
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            using (_source.StartActivity("inner"))
                _time.Advance(TimeSpan.FromMilliseconds(7));
            _time.Advance(TimeSpan.FromMilliseconds(2));
        }

        Assert.Equal(["inner: close busy=7 ms idle=0 ms", "outer: close busy=10 ms idle=0 ms"], Lines);
    }

    [Fact]
    public async Task Full_OneSpan_TellsItsWholeLife()
    {
        await ListenAsync(SpanEventKinds.Full);
        using (_source.StartActivity("poll"))
            _time.Advance(TimeSpan.FromMilliseconds(3));

        Assert.Equal(["poll: new", "poll: enter", "poll: exit", "poll: close busy=3 ms idle=0 ms"], Lines);
    }

    [Fact]
    public async Task None_AnySpan_IsNotEvenMade()
    {
        await ListenAsync(SpanEventKinds.None);
        Assert.Null(_source.StartActivity("poll"));
    }

    [Fact]
    public async Task Listening_DoesNotHaveSpansExported()
    {
        await ListenAsync(SpanEventKinds.Close);
        using var span = _source.StartActivity("poll");
        Assert.False(span!.Recorded);
    }
}
