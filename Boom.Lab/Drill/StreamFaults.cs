using Confluent.Kafka;

namespace Boom.Lab.Drill;

/// <summary>Faults of what the filter workers have sent.</summary>
internal sealed class StreamFaults(DrillServers servers, DrillPrograms programs, MessageWitness witness, TimeProvider time)
{
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Deletes all topics that messages are sent to. Whoever sends makes them again.</summary>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        await using var held = await HoldAsync(cancellationToken);
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = servers.KafkaDirect }).Build();
        var there = List(admin);
        if (there.Count == 0)
            return;
        await admin.DeleteTopicsAsync(there);
        var began = time.GetTimestamp();
        while (List(admin).Count > 0 && time.GetElapsedTime(began) < Patience)
            await Task.Delay(Look, time, cancellationToken);
        witness.Forget(there);
    }

    /// <summary>The filter workers stand still, and all that they have sent is read. They go on when what is returned is disposed.</summary>
    public async Task<IAsyncDisposable> HoldAsync(CancellationToken cancellationToken)
    {
        var senders = programs.All.FindAll(program => program.Name.StartsWith(DrillPrograms.FilterWorkerName, StringComparison.Ordinal));
        senders.ForEach(program => program.Hold());
        var held = new Held(senders);
        try
        {
            await witness.ReadLastAsync(cancellationToken);
            return held;
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    /// <summary>The brokers were set back.</summary>
    public void Rewind() => witness.Rewind();

    List<string> List(IAdminClient admin) => [.. admin.GetMetadata(Patience).Topics.Select(topic => topic.Topic).Where(witness.Topics.Contains)];

    sealed class Held(List<DrillProgram> programs) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            programs.ForEach(program => program.Release());
            return ValueTask.CompletedTask;
        }
    }
}
