using System.Threading.Channels;

namespace Boom.Inference.Providers;

/// <summary>
/// The one owner of a device: alerts that want a network there wait until a batch is full, or the first of them has waited long enough, and run together.
/// </summary>
public sealed class DeviceQueue : IDisposable
{
    /// <summary>Longest wait for more alerts.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(50);

    readonly Channel<Request> _requests = Channel.CreateUnbounded<Request>(new UnboundedChannelOptions { SingleReader = true });
    readonly IBatchRunner _runner;
    readonly TimeProvider _time;
    readonly Waiting[] _networks;

    /// <param name="runner">The device; this queue disposes of it.</param>
    /// <param name="networks">How many networks there are.</param>
    /// <param name="batchSize">Alerts of a full batch.</param>
    /// <param name="time">Clock of the wait.</param>
    public DeviceQueue(IBatchRunner runner, int networks, int batchSize, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        (_runner, _time, BatchSize) = (runner, time, batchSize);
        _networks = [.. Enumerable.Range(0, networks).Select(_ => new Waiting())];
        _ = Task.Run(OwnAsync);
    }

    /// <summary>Alerts of a full batch.</summary>
    public int BatchSize { get; }

    /// <summary>Runs a network on an alert, together with others.</summary>
    /// <param name="network">Index of the network.</param>
    /// <param name="inputs">For each of its inputs the numbers of the alert; they are not touched until the answer is there.</param>
    /// <exception cref="ModelException">The device has failed.</exception>
    public async ValueTask<float> RunAsync(int network, IReadOnlyList<ReadOnlyMemory<float>> inputs)
    {
        // Whoever waits goes on on another thread than the owner's.
        var request = new Request(network, inputs, _time.GetTimestamp(), new TaskCompletionSource<float>(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!_requests.Writer.TryWrite(request))
            throw new ModelException("the device is closed");
        return await request.Score.Task;
    }

    /// <summary>Closes the queue. What waits is run; then the owner gives the device back.</summary>
    public void Dispose() => _requests.Writer.TryComplete();

    async Task OwnAsync()
    {
        using (_runner)
            await WorkAsync();
    }

    async Task WorkAsync()
    {
        while (await WaitAsync())
        {
            while (_requests.Reader.TryRead(out var request))
            {
                _networks[request.Network].Alerts.Add(request);
                if (_networks[request.Network].Alerts.Count == BatchSize)
                    Run(request.Network);
            }

            for (var network = 0; network < _networks.Length; network++)
            {
                if (_networks[network].Alerts is [var first, ..] && _time.GetElapsedTime(first.At) >= LongestWait)
                    Run(network);
            }
        }

        for (var network = 0; network < _networks.Length; network++)
            Run(network);
    }

    /// <summary>Waits for a request, or until the oldest has waited long enough; false when the queue is closed.</summary>
    async ValueTask<bool> WaitAsync()
    {
        var arrival = _requests.Reader.WaitToReadAsync().AsTask();
        if (Rest() is not { } rest)
            return await arrival;
        if (rest > TimeSpan.Zero)
        {
            using var enough = new CancellationTokenSource();
            await Task.WhenAny(arrival, Task.Delay(rest, _time, enough.Token));
            await enough.CancelAsync();
        }

        return !arrival.IsCompleted || await arrival;
    }

    TimeSpan? Rest()
    {
        TimeSpan? least = null;
        foreach (var network in _networks)
        {
            if (network.Alerts is [var first, ..] && LongestWait - _time.GetElapsedTime(first.At) is var rest && (least is null || rest < least))
                least = rest;
        }

        return least;
    }

    void Run(int network)
    {
        var alerts = _networks[network].Alerts;
        if (alerts.Count == 0)
            return;
        var scores = new float[alerts.Count];
        try
        {
            _runner.Run(network, _networks[network].Stack(), scores);
            for (var i = 0; i < scores.Length; i++)
                alerts[i].Score.SetResult(scores[i]);
        }
        catch (Exception fault)
        {
            var told = fault as ModelException ?? new ModelException($"the device failed: {fault.Message}", fault);
            foreach (var alert in alerts)
                alert.Score.TrySetException(told);
        }

        alerts.Clear();
    }

    readonly record struct Request(int Network, IReadOnlyList<ReadOnlyMemory<float>> Inputs, long At, TaskCompletionSource<float> Score);

    /// <summary>Alerts that wait for a network, and memory for their inputs that is used again.</summary>
    sealed class Waiting
    {
        float[][] _stacks = [];

        public List<Request> Alerts { get; } = [];

        public IReadOnlyList<ReadOnlyMemory<float>> Stack()
        {
            var inputs = Alerts[0].Inputs;
            if (_stacks.Length != inputs.Count)
                _stacks = [.. inputs.Select(_ => Array.Empty<float>())];
            var stacked = new ReadOnlyMemory<float>[inputs.Count];
            for (var input = 0; input < stacked.Length; input++)
            {
                var length = inputs[input].Length;
                if (_stacks[input].Length < length * Alerts.Count)
                    _stacks[input] = new float[length * Alerts.Count];
                for (var i = 0; i < Alerts.Count; i++)
                    Alerts[i].Inputs[input].CopyTo(_stacks[input].AsMemory(i * length));
                stacked[input] = _stacks[input].AsMemory(0, length * Alerts.Count);
            }

            return stacked;
        }
    }
}
