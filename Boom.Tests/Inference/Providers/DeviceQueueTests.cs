using System.Collections.Concurrent;
using Boom.Inference;
using Boom.Inference.Providers;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Boom.Tests.Inference.Providers;

/// <summary>Batches of a device, with a device of the tests: which alerts run together, and when.</summary>
public sealed class DeviceQueueTests : IDisposable
{
    const int BatchSize = 4;

    readonly FakeTimeProvider _time = new();
    readonly Adding _device = new();
    readonly DeviceQueue _queue;

    public DeviceQueueTests() => _queue = new DeviceQueue(_device, networks: 2, BatchSize, _time);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _queue.Dispose();

    [Fact]
    public async Task RunAsync_BatchIsFull_RunsAtOnceAndEachHasItsOwnScore()
    {
        var scores = await Task.WhenAll(Enumerable.Range(0, BatchSize).Select(i => RunAsync(0, i, 10 * i)));

        Assert.Equal(Enumerable.Range(0, BatchSize).Select(i => (float)(11 * i)), scores);
        Assert.Equal((0, BatchSize), Assert.Single(_device.Batches));
    }

    [Fact]
    public async Task RunAsync_BatchIsNotFull_RunsAfterTheLongestWait()
    {
        var first = RunAsync(0, 1, 2);
        await WaitForAsync(() => _time.GetUtcNow() >= default(DateTimeOffset));
        Assert.False(first.IsCompleted);

        await AdvanceUntilAsync(first);

        Assert.Equal(3, await first);
        Assert.Equal((0, 1), Assert.Single(_device.Batches));
    }

    [Fact]
    public async Task RunAsync_TwoNetworks_EachHasBatchesOfItsOwn()
    {
        var scores = Enumerable.Range(0, BatchSize).SelectMany(i => new[] { RunAsync(0, i, 0), RunAsync(1, i, 100) }).ToArray();

        Assert.Equal(new float[] { 0, 100, 1, 101, 2, 102, 3, 103 }.AsEnumerable(), await Task.WhenAll(scores));
        Assert.Equal([(0, BatchSize), (1, BatchSize)], _device.Batches.Order());
    }

    [Fact]
    public async Task RunAsync_MoreThanABatch_NoneIsLarger()
    {
        var runs = Enumerable.Range(0, 3 * BatchSize + 1).Select(i => RunAsync(0, i, 0)).ToArray();

        await AdvanceUntilAsync(Task.WhenAll(runs));

        Assert.Equal(3 * BatchSize + 1, _device.Batches.Sum(batch => batch.Count));
        Assert.All(_device.Batches, batch => Assert.InRange(batch.Count, 1, BatchSize));
    }

    [Fact]
    public async Task RunAsync_DeviceFails_EveryAlertOfTheBatchHearsItAndTheNextRuns()
    {
        _device.Fault = new InvalidOperationException("out of memory");
        var failed = Enumerable.Range(0, BatchSize).Select(i => RunAsync(0, i, 0)).ToArray();
        foreach (var one in failed)
            Assert.Contains("out of memory", (await Assert.ThrowsAsync<ModelException>(() => one)).Message, StringComparison.Ordinal);
        _device.Fault = null;

        Assert.Equal(new float[] { 0, 1, 2, 3 }.AsEnumerable(), await Task.WhenAll(Enumerable.Range(0, BatchSize).Select(i => RunAsync(0, i, 0))));
    }

    [Fact]
    public async Task Dispose_AlertsWait_AreRunAndTheDeviceIsGivenBack()
    {
        var run = RunAsync(0, 1, 1);

        _queue.Dispose();

        Assert.Equal(2, await run);
        await WaitForAsync(() => _device.IsDisposed);
        await Assert.ThrowsAsync<ModelException>(() => RunAsync(0, 1, 1));
    }

    Task<float> RunAsync(int network, float first, float second) =>
        _queue.RunAsync(network, [new[] { first }, new[] { second, 0 }]).AsTask();

    // The owner takes a request when it gets to it: its wait begins with the request all the same.
    async Task AdvanceUntilAsync(Task done)
    {
        while (!done.IsCompleted)
        {
            _time.Advance(DeviceQueue.LongestWait);
            await Task.WhenAny(done, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Token));
        }
    }

    static async Task WaitForAsync(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Token);
    }

    /// <summary>Scores are sums of inputs.</summary>
    sealed class Adding : IBatchRunner
    {
        public ConcurrentQueue<(int Network, int Count)> Batches { get; } = [];

        public Exception? Fault { get; set; }

        public bool IsDisposed { get; private set; }

        public void Run(int network, IReadOnlyList<ReadOnlyMemory<float>> inputs, Span<float> scores)
        {
            if (Fault is { } fault)
                throw fault;
            Batches.Enqueue((network, scores.Length));
            for (var i = 0; i < scores.Length; i++)
                scores[i] = inputs[0].Span[i] + inputs[1].Span[2 * i];
        }

        public void Dispose() => IsDisposed = true;
    }
}
