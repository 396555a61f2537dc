using System.Text.Json;
using Boom.Cli;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Hosting;
using Boom.Storage.Sqlite;
using Boom.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using MongoDB.Bson;
using Xunit;

namespace Boom.Tests.Cli.Filters;

/// <summary><c>boom filter hits --follow</c>: what passes while one looks on.</summary>
public sealed class FilterHitsCommandTests : IDisposable
{
    static readonly DateTimeOffset _start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    readonly TemporaryFolder _folder = new();
    readonly FakeTimeProvider _time = new(_start);
    readonly SqliteStore _store;

    public FilterHitsCommandTests() => _store = SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(_folder.Path, "boom.db") });

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Follow_HitsAsTheyCome_AreLinesOfJsonEachOnce()
    {
        await AddAsync(1, TimeSpan.FromMinutes(-1));
        using var rounds = new RoundWriter();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var command = RunAsync(rounds, stop.Token, "--follow", "--json");

        await rounds.NextAsync(Token);
        await AddAsync(2, TimeSpan.FromSeconds(1));
        await TickAsync(rounds);
        await AddAsync(3, TimeSpan.FromSeconds(2));
        await AddAsync(4, TimeSpan.FromSeconds(3));
        await TickAsync(rounds);
        await TickAsync(rounds);
        await stop.CancelAsync();

        Assert.Equal(0, await command);
        var lines = rounds.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["2", "3", "4"], lines.Select(line => line.GetProperty("candidText").GetString()));
        Assert.Equal(17.5, lines[0].GetProperty("annotations").GetProperty("mag").GetDouble());
    }

    [Fact]
    public async Task Follow_Since_BeginsThere()
    {
        await AddAsync(1, TimeSpan.FromDays(-2));
        await AddAsync(2, TimeSpan.FromHours(-2));
        using var rounds = new RoundWriter();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var command = RunAsync(rounds, stop.Token, "--follow", "--since", "2026-01-02");

        await rounds.NextAsync(Token);
        await stop.CancelAsync();

        Assert.Equal(0, await command);
        var line = Assert.Single(rounds.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("f  2026-01-02 01:04:05  2  ZTF26aaaaaaa  2026-01-01 06:00  mag 17.5", line.TrimEnd());
    }

    [Fact]
    public async Task Hits_OfAllFilters_HaveTheNameOfEach()
    {
        await _store.AddFilterAsync(new StoredFilter("f", "bright", Survey.Ztf, [new FilterVersion("v", "[]", 0)]), Token);
        await AddAsync(1, TimeSpan.Zero);
        await _store.AddHitsAsync([new FilterHit("gone", "v", Survey.Ztf, 2, "ZTF26aaaaaaa", 2461041.75, _start.ToUnixTimeMilliseconds(), default)], Token);
        using StringWriter all = new(), json = new(), one = new();

        await RunAsync(all, Token);
        await RunAsync(json, Token, "--json");
        await RunAsync(one, Token, "bright");

        Assert.Matches(@"(?m)^ *filter .*\n(.*\n)* *bright  2026-01-02 ", all.ToString());
        Assert.Matches(@"(?m)^ *gone  ", all.ToString());
        Assert.DoesNotContain("bright", one.ToString(), StringComparison.Ordinal);
        var hits = JsonDocument.Parse(json.ToString()).RootElement.GetProperty("hits").EnumerateArray().ToDictionary(hit => hit.GetProperty("filter").GetString()!);
        Assert.Equal("bright", hits["f"].GetProperty("name").GetString());
        Assert.False(hits["gone"].TryGetProperty("name", out _));
    }

    [Fact]
    public async Task Follow_WithALimit_IsRefused()
    {
        using var output = new RoundWriter();

        Assert.Equal(2, await RunAsync(output, Token, "--follow", "--limit", "3"));
    }

    async Task TickAsync(RoundWriter rounds)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        await rounds.NextAsync(Token);
    }

    Task<int> RunAsync(TextWriter output, CancellationToken stop, params string[] words) => BoomCommandLine.RunAsync(
        ["filter", "hits", .. words, "--data", _folder.Path], new CliConsole(output, TextWriter.Null, _time, IsTerminal: false, HasColour: false), stop);

    async Task AddAsync(long candid, TimeSpan after) => await _store.AddHitsAsync(
        [new FilterHit("f", "v", Survey.Ztf, candid, "ZTF26aaaaaaa", 2461041.75, (_start + after).ToUnixTimeMilliseconds(), new BsonDocument("mag", 17.5).ToBson())], Token);

    /// <summary>Tells when a round is written: the command flushes after each.</summary>
    sealed class RoundWriter : StringWriter
    {
        readonly SemaphoreSlim _flushed = new(0);

        public RoundWriter() => NewLine = "\n";

        public async Task NextAsync(CancellationToken cancellationToken) => Assert.True(await _flushed.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken));

        public override void Flush() => _flushed.Release();

        public override Task FlushAsync()
        {
            _flushed.Release();
            return Task.CompletedTask;
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => FlushAsync();

        protected override void Dispose(bool disposing)
        {
            _flushed.Dispose();
            base.Dispose(disposing);
        }
    }
}
