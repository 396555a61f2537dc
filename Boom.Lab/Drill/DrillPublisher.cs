using Boom.Core.Resilience;
using Boom.Messaging.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace Boom.Lab.Drill;

/// <summary>
/// The survey of a drill: publishes the night at a rate, notes where each packet is, makes room for faults of the broker, and sends again what the broker
/// has lost. It reaches the broker without proxy.
/// </summary>
internal sealed class DrillPublisher(DrillNight night, string bootstrapServers, string topic, TimeProvider time) : IAsyncDisposable
{
    static readonly RetryOptions Waits = new() { FirstWait = TimeSpan.FromMilliseconds(100), LongestWait = TimeSpan.FromMilliseconds(100) };
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly SemaphoreSlim _turn = new(1);
    PacketPublisher? _publisher;
    long[] _next = [];
    int _position;
    long _rotation;

    public string Topic => topic;

    public byte[] Read(DrillPacket packet) => night.Read(packet).ToArray();

    public KafkaAdmin Admin { get; private set; } = new(bootstrapServers);

    public DrillLog Log { get; } = new();

    /// <summary>Packets of the night that have been published at least once.</summary>
    public IReadOnlyList<DrillPacket> Published => [.. night.Packets.Take(_position)];

    public int PartitionCount => _next.Length;

    /// <summary>Per partition, one past the last offset that was written to.</summary>
    public IReadOnlyList<long> Next => _next;

    /// <summary>Makes the topic. Publishing begins at its end; also after a change of the topic or of the broker that an idempotent producer does not outlive.</summary>
    public async Task OpenAsync(int partitionCount, CancellationToken cancellationToken)
    {
        await CloseAsync();

        // A client that knew the topic before does not see for minutes that it has more partitions.
        Admin.Dispose();
        Admin = new KafkaAdmin(bootstrapServers);
        _next = await AskAsync(
            async () =>
            {
                await Admin.EnsureTopicAsync(topic, partitionCount);
                long[] next = [.. Admin.ReadWatermarks(topic).Select(marks => marks.High)];
                return next.Length > 0 ? next : throw new TransientFaultException($"The broker has no partitions for the topic {topic} yet.");
            },
            cancellationToken);
        _publisher = new PacketPublisher(bootstrapServers, time, NullLogger.Instance);
    }

    /// <summary>Nothing is published until <see cref="OpenAsync"/>.</summary>
    public async Task CloseAsync()
    {
        if (_publisher is not null)
            await _publisher.DisposeAsync();
        _publisher = null;
    }

    /// <summary>Publishes the night from its beginning on, evenly over a time; returns when the broker has all of it.</summary>
    public async Task PlayAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        _position = 0;
        var began = time.GetTimestamp();
        while (_position < night.Packets.Count)
        {
            var early = (duration * _position / night.Packets.Count) - time.GetElapsedTime(began);
            if (early > TimeSpan.Zero)
                await Task.Delay(early, time, cancellationToken);
            await TakeTurnAsync(() => SendNextAsync(1, cancellationToken), cancellationToken);
        }

        await AloneAsync(() => Task.CompletedTask, cancellationToken);
    }

    /// <summary>Asks until there is an answer: a broker that has just come back may not lead its partitions yet.</summary>
    public async Task<T> AskAsync<T>(Func<ValueTask<T>> question, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        return await new Retry(Waits, time, seed: 1).RunAsync(_ => question(), cancellationToken, () => time.GetElapsedTime(began) < Patience);
    }

    /// <summary>Does something while nobody publishes and the broker has confirmed all that was.</summary>
    public Task AloneAsync(Func<Task> action, CancellationToken cancellationToken) => TakeTurnAsync(
        async () =>
        {
            await FlushAsync(cancellationToken);
            await action();
        },
        cancellationToken);

    /// <summary>Publishes packets beside the night.</summary>
    public Task PublishAsync(IEnumerable<DrillPacket> packets, CancellationToken cancellationToken) =>
        TakeTurnAsync(() => SendAsync(packets, cancellationToken), cancellationToken);

    /// <summary>Only in <see cref="AloneAsync"/>: the next packets of the night, at once.</summary>
    public Task SendNextAsync(int count, CancellationToken cancellationToken) => SendAsync(TakeNext(count), cancellationToken);

    /// <summary>Only in <see cref="AloneAsync"/>: publishes packets.</summary>
    public async Task SendAsync(IEnumerable<DrillPacket> packets, CancellationToken cancellationToken)
    {
        foreach (var packet in packets)
        {
            var partition = (int)(_rotation++ % _next.Length);
            await _publisher!.PublishAsync(topic, partition, night.Read(packet), cancellationToken);
            Log.Add(new DrillPlace(partition, _next[partition]++, packet));
        }
    }

    /// <summary>Only in <see cref="AloneAsync"/>: the next packets of the night, which somebody else publishes.</summary>
    public IReadOnlyList<DrillPacket> TakeNext(int count)
    {
        var packets = night.Packets.Skip(_position).Take(count).ToList();
        _position += packets.Count;
        return packets;
    }

    /// <summary>Only in <see cref="AloneAsync"/>: returns when the broker has all that was published.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken) => await _publisher!.FlushAsync(cancellationToken);

    /// <summary>Only in <see cref="AloneAsync"/>: somebody else has written up to an offset; what the log does not have of it holds no packet.</summary>
    public void Skip(int partition, long next)
    {
        for (var offset = _next[partition]; offset < next; offset++)
        {
            if (!Log.At(partition, offset).Any(place => !place.IsGone))
                Log.Add(new DrillPlace(partition, offset, null));
        }

        _next[partition] = Math.Max(_next[partition], next);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Admin.Dispose();
        _turn.Dispose();
    }

    async Task TakeTurnAsync(Func<Task> action, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await action();
        }
        finally
        {
            _turn.Release();
        }
    }
}
