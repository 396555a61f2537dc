using System.Collections.Concurrent;

namespace Boom.Lab.Drill;

/// <summary>Makes the faults of a plan happen, each at its time, and mends them.</summary>
/// <param name="servers">The servers.</param>
/// <param name="programs">The programs.</param>
/// <param name="clocks">Clocks of the programs.</param>
/// <param name="broker">Faults of what the broker holds.</param>
/// <param name="queues">Faults of what the queues hold.</param>
/// <param name="time">Clock.</param>
internal sealed class FaultRunner(
    DrillServers servers, DrillPrograms programs, DrillClocks clocks, BrokerFaults broker, QueueFaults queues, TimeProvider time)
{
    static readonly TimeSpan PieceDelay = TimeSpan.FromMilliseconds(150);
    static readonly Func<Task> Nothing = () => Task.CompletedTask;

    /// <summary>Sentences about programs that did not end as they should, and about what was not mended in time.</summary>
    public ConcurrentQueue<string> Problems { get; } = new();

    /// <summary>Runs a plan, the faults of one target one after the other; returns when the last fault is mended.</summary>
    public Task RunAsync(IEnumerable<DrillFault> plan, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        return Task.WhenAll(plan.GroupBy(fault => fault.Target).Select(faults => RunAsync(faults, began, cancellationToken)));
    }

    async Task RunAsync(IEnumerable<DrillFault> faults, long began, CancellationToken cancellationToken)
    {
        foreach (var fault in faults)
        {
            // A program may take longer to end than was planned.
            var early = fault.At - time.GetElapsedTime(began);
            if (early > TimeSpan.Zero)
                await Task.Delay(early, time, cancellationToken);
            var mend = await BreakAsync(fault, cancellationToken);
            await Task.Delay(fault.Duration, time, cancellationToken);
            await mend();
        }
    }

    Task<Func<Task>> BreakAsync(DrillFault fault, CancellationToken cancellationToken) =>
        programs.Find(fault.Target) is { } program ? BreakProgramAsync(program, fault.Kind, cancellationToken)
        : fault.Target == DrillServers.KafkaName ? BreakKafkaAsync(fault, cancellationToken)
        : fault.Target == DrillServers.ValkeyName ? BreakValkeyAsync(fault.Kind, cancellationToken)
        : BreakMongoAsync(fault.Kind, cancellationToken);

    async Task<Func<Task>> BreakProgramAsync(DrillProgram program, DrillFaultKind kind, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case DrillFaultKind.KillProgram:
                await program.KillAsync();
                return () => Done(program.Start);
            case DrillFaultKind.StopProgram:
                Note(await program.StopAsync(cancellationToken));
                return () => Done(program.Start);
            case DrillFaultKind.Upgrade:
                await ReplaceAsync(program, isEarlier: false, cancellationToken);
                return Nothing;
            case DrillFaultKind.Downgrade:
                await ReplaceAsync(program, isEarlier: true, cancellationToken);
                return () => ReplaceAsync(program, isEarlier: false, cancellationToken);
            case DrillFaultKind.ClockAhead:
                clocks.Set(program.Name, DrillClocks.Offset);
                return Nothing;
            case DrillFaultKind.ClockBehind:
                clocks.Set(program.Name, -DrillClocks.Offset);
                return Nothing;
            case DrillFaultKind.ClockJump:
                clocks.Set(program.Name, DrillClocks.Offset);
                return () => Done(() => clocks.Set(program.Name, TimeSpan.Zero));
            default:
                program.Freeze();
                return () => Done(program.Thaw);
        }
    }

    async Task ReplaceAsync(DrillProgram program, bool isEarlier, CancellationToken cancellationToken)
    {
        Note(await program.StopAsync(cancellationToken));
        program.IsEarlier = isEarlier;
        program.Start();
    }

    async Task<Func<Task>> BreakKafkaAsync(DrillFault fault, CancellationToken cancellationToken)
    {
        switch (fault.Kind)
        {
            case DrillFaultKind.DeleteStored or DrillFaultKind.DeleteUnread:
                await broker.DeleteAsync(fault.Kind == DrillFaultKind.DeleteUnread, cancellationToken);
                return Nothing;
            case DrillFaultKind.AbortTransaction:
                await broker.TransactAsync(cancellationToken);
                return Nothing;
            case DrillFaultKind.RemakeTopic:
                await broker.RemakeAsync(cancellationToken);
                return Nothing;
            case DrillFaultKind.LoseEnd:
                return await broker.CopyAsync(cancellationToken);
            default:
                return await BreakServerAsync(servers.Kafka, fault.Kind, cancellationToken);
        }
    }

    async Task<Func<Task>> BreakValkeyAsync(DrillFaultKind kind, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case DrillFaultKind.Wipe:
                await servers.FlushValkeyAsync();
                return Nothing;
            case DrillFaultKind.ForgetScripts:
                await servers.ForgetScriptsAsync();
                return Nothing;
            case DrillFaultKind.LoseMessages or DrillFaultKind.LosePayloads:
                Note(await queues.LoseAsync(kind == DrillFaultKind.LoseMessages, cancellationToken));
                return Nothing;
            case DrillFaultKind.RestoreSnapshot:
                var restore = await queues.SaveAsync(cancellationToken);
                return async () => Note(await restore());
            default:
                return await BreakServerAsync(servers.Valkey, kind, cancellationToken);
        }
    }

    async Task<Func<Task>> BreakMongoAsync(DrillFaultKind kind, CancellationToken cancellationToken)
    {
        if (kind is not (DrillFaultKind.CutSignIn or DrillFaultKind.HoldSignIn))
            return await BreakServerAsync(servers.Of(DrillServers.MongoName), kind, cancellationToken);
        servers.SignIn!.Break(holds: kind == DrillFaultKind.HoldSignIn);
        return () => Done(servers.SignIn.Mend);
    }

    static async Task<Func<Task>> BreakServerAsync(DrillServer server, DrillFaultKind kind, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case DrillFaultKind.KillServer:
                await server.KillAsync();
                return () => server.StartAsync(cancellationToken);
            case DrillFaultKind.StopServer:
                await server.StopAsync(cancellationToken);
                return () => server.StartAsync(cancellationToken);
            case DrillFaultKind.FreezeServer:
                server.Freeze();
                return () => Done(server.Thaw);
            case DrillFaultKind.Cut:
                server.Proxy.Cut();
                break;
            case DrillFaultKind.Refuse:
                server.Proxy.Refuse();
                break;
            case DrillFaultKind.Hold:
                server.Proxy.Hold();
                break;
            default:
                server.Proxy.Delay = PieceDelay;
                break;
        }

        return () => Done(server.Proxy.Mend);
    }

    void Note(string? problem)
    {
        if (problem is not null)
            Problems.Enqueue(problem);
    }

    static Task Done(Action mend)
    {
        mend();
        return Task.CompletedTask;
    }
}
