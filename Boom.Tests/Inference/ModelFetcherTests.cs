using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Boom.Inference;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Inference;

/// <summary>Fetching a network: whole, in parts, from hosts that are away, cut off, or give another file.</summary>
public sealed class ModelFetcherTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly byte[] _network = TinyNetwork.Build(1, 3, 1);
    readonly Host _host;

    public ModelFetcherTests() => _host = new Host(_network);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    string Target => Path.Combine(_folder.Path, "tiny.onnx");

    public void Dispose()
    {
        _folder.Dispose();
        _host.Dispose();
    }

    [Fact]
    public async Task FetchAsync_FileIsThere_TakesItsName()
    {
        Assert.True(await FetchAsync());

        Assert.Equal(_network, await File.ReadAllBytesAsync(Target, Token));
        Assert.Equal(["tiny.onnx"], Names());
    }

    [Fact]
    public async Task FetchAsync_IsHereAlready_AsksNobody()
    {
        await FetchAsync();

        Assert.False(await FetchAsync());
        Assert.Equal(1, _host.Requests);
    }

    [Fact]
    public async Task FetchAsync_CutOffAgainAndAgain_GoesOnFromWhereItWas()
    {
        _host.BytesPerReply = 100;

        await FetchAsync();

        Assert.Equal(_network, await File.ReadAllBytesAsync(Target, Token));
        Assert.Equal((_network.Length + 99) / 100, _host.Requests);
    }

    [Fact]
    public async Task FetchAsync_EndedBefore_GoesOnFromThePart()
    {
        await File.WriteAllBytesAsync(Target + ".part", _network[..150], Token);

        await FetchAsync();

        Assert.Equal(150, _host.FirstFrom);
        Assert.Equal(_network, await File.ReadAllBytesAsync(Target, Token));
    }

    [Fact]
    public async Task FetchAsync_PartIsTheWhole_TakesItsName()
    {
        await File.WriteAllBytesAsync(Target + ".part", _network, Token);

        await FetchAsync();

        Assert.Equal(["tiny.onnx"], Names());
    }

    [Fact]
    public async Task FetchAsync_PartIsLongerThanTheFile_BeginsAnew()
    {
        await File.WriteAllBytesAsync(Target + ".part", new byte[_network.Length + 10], Token);

        await FetchAsync();

        Assert.Equal(_network, await File.ReadAllBytesAsync(Target, Token));
    }

    [Fact]
    public async Task FetchAsync_HostIgnoresRanges_BeginsAnew()
    {
        _host.IgnoresRanges = true;
        await File.WriteAllBytesAsync(Target + ".part", new byte[150], Token);

        await FetchAsync();

        Assert.Equal(_network, await File.ReadAllBytesAsync(Target, Token));
    }

    [Fact]
    public async Task FetchAsync_AnotherFile_LeavesNothingAndNamesItsHash()
    {
        _host.File = [.. _network, 0];

        var fault = await Assert.ThrowsAsync<ModelException>(FetchAsync);

        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(_host.File)), fault.Message);
        Assert.Empty(Names());
    }

    [Fact]
    public async Task FetchAsync_FirstAddressHasNone_TakesTheSecond()
    {
        _host.Missing = "one.example";

        await FetchAsync("https://one.example/tiny.onnx", "https://two.example/tiny.onnx");

        Assert.Equal(["tiny.onnx"], Names());
    }

    [Fact]
    public async Task FetchAsync_HostIsAwayForGood_SaysSoAndWhatToDoWithoutAConnection()
    {
        _host.IsAway = true;

        var fault = await Assert.ThrowsAsync<ModelException>(FetchAsync);

        Assert.Contains("https://one.example/tiny.onnx: no route", fault.Message);
        Assert.Contains("boom models add", fault.Message);
        Assert.Equal(2, _host.Requests);
    }

    [Theory]
    [InlineData("ftp://one.example/tiny.onnx")]
    [InlineData("tiny.onnx")]
    public async Task FetchAsync_NoAddressOfHttp_IsRefused(string address)
    {
        var fault = await Assert.ThrowsAsync<ModelException>(() => FetchAsync(address));

        Assert.Contains("no address of http", fault.Message);
    }

    [Fact]
    public async Task FetchAsync_ManifestWithoutHash_IsRefused()
    {
        var fault = await Assert.ThrowsAsync<ModelException>(() => FetchAsync(Manifest("https://one.example/tiny.onnx") with { Hashes = [] }));

        Assert.Contains("no hash", fault.Message);
        Assert.Equal(0, _host.Requests);
    }

    [Fact]
    public async Task FetchAsync_EndedByHand_KeepsWhatCame()
    {
        using var stop = new CancellationTokenSource();
        _host.BytesPerReply = 100;
        _host.AfterReply = stop.Cancel;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FetchAsync(Manifest("https://one.example/tiny.onnx"), stop.Token));

        Assert.False(File.Exists(Target));
    }

    Task<bool> FetchAsync() => FetchAsync("https://one.example/tiny.onnx");

    Task<bool> FetchAsync(params string[] addresses) => FetchAsync(Manifest(addresses));

    Task<bool> FetchAsync(ModelManifest manifest, CancellationToken? token = null)
    {
        var fetcher = new ModelFetcher(new ModelFolder(_folder.Path), new HttpClient(_host, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan }, new SkippingTime());
        return fetcher.FetchAsync(manifest, (_, _) => { }, token ?? Token);
    }

    ModelManifest Manifest(params string[] addresses) => new(
        "tiny", "ztf", "1", "tiny.onnx",
        System.Collections.Immutable.ImmutableSortedDictionary<string, ModelInput>.Empty
            .Add("image", new ModelInput(["cutoutScience"], Size: 3, Layout: StampLayout.Nchw))
            .Add("values", new ModelInput(Columns: ["candidate.jd"])),
        "score", Hashes: [new ModelHash(Convert.ToHexStringLower(SHA256.HashData(_network)), "test")], Addresses: [.. addresses]);

    IEnumerable<string> Names() => Directory.EnumerateFiles(_folder.Path).Select(Path.GetFileName).Order()!;

    // Waits of seconds pass at once, the patience of a minute does not.
    sealed class SkippingTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime < ModelFetcher.Patience && dueTime > TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : dueTime, period);
    }

    sealed class Host(byte[] file) : HttpMessageHandler
    {
        public byte[] File { get; set; } = file;

        public int BytesPerReply { get; set; } = int.MaxValue;

        public bool IgnoresRanges { get; set; }

        public bool IsAway { get; set; }

        public string? Missing { get; set; }

        public Action? AfterReply { get; set; }

        public int Requests { get; private set; }

        public long? FirstFrom { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Requests++;
            FirstFrom ??= request.Headers.Range?.Ranges.Single().From ?? 0;
            if (IsAway)
                throw new HttpRequestException("no route");
            if (request.RequestUri!.Host == Missing)
                return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound));
            var from = IgnoresRanges ? 0 : request.Headers.Range?.Ranges.Single().From ?? 0;
            if (from >= File.Length)
            {
                return Task.FromResult(new HttpResponseMessage(HttpStatusCode.RequestedRangeNotSatisfiable)
                {
                    Content = new ByteArrayContent([]) { Headers = { ContentRange = new ContentRangeHeaderValue(File.Length) } },
                });
            }

            var content = new CutOff(File.AsMemory((int)from), BytesPerReply, AfterReply);
            if (from > 0)
                content.Headers.ContentRange = new ContentRangeHeaderValue(from, File.Length - 1, File.Length);
            return Task.FromResult(new HttpResponseMessage(from > 0 ? HttpStatusCode.PartialContent : HttpStatusCode.OK) { Content = content });
        }
    }

    // Says how much there is, and ends after a part of it.
    sealed class CutOff(ReadOnlyMemory<byte> bytes, int most, Action? after) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new NotSupportedException();

        protected override Task<Stream> CreateContentReadStreamAsync()
        {
            after?.Invoke();
            return Task.FromResult<Stream>(new MemoryStream(bytes[..Math.Min(most, bytes.Length)].ToArray()));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }
}
