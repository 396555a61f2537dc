using System.Collections.Concurrent;

namespace Boom.Lab.Drill;

/// <summary>Makes the faults of a plan happen, each at its time, and mends them.</summary>
internal sealed class FaultRunner(
    DrillServers servers, DrillPrograms programs, DrillClocks clocks, BrokerFaults broker, StreamFaults streams, QueueFaults queues, DrillCatalogs catalogs, TimeProvider time)
{
    static readonly TimeSpan PieceDelay = TimeSpan.FromMilliseconds(150);

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
        : fault.Target == DrillServers.KafkaName ? BreakKafkaAsync(fault.Kind, cancellationToken)
        : fault.Target == DrillServers.ValkeyName ? BreakValkeyAsync(fault.Kind, cancellationToken)
        : fault.Target == DrillCatalogs.Name ? BreakAsync(fault.Kind == DrillFaultKind.RemoveCatalog ? catalogs.Remove : catalogs.Replace, fault.Kind == DrillFaultKind.RemoveCatalog ? catalogs.Replace : null)
        : BreakMongoAsync(fault.Kind, cancellationToken);

    Task<Func<Task>> BreakProgramAsync(DrillProgram program, DrillFaultKind kind, CancellationToken cancellationToken) => kind switch
    {
        DrillFaultKind.KillProgram => BreakAsync(program.KillAsync(), program.Start),
        DrillFaultKind.StopProgram => BreakAsync(NoteAsync(program.StopAsync(cancellationToken)), program.Start),
        DrillFaultKind.Upgrade => BreakAsync(ReplaceAsync(program, isEarlier: false, cancellationToken)),
        DrillFaultKind.Downgrade => BreakAsync(
            ReplaceAsync(program, isEarlier: true, cancellationToken), () => ReplaceAsync(program, isEarlier: false, cancellationToken)),
        DrillFaultKind.ClockAhead => BreakAsync(() => clocks.Set(program.Name, DrillClocks.Offset)),
        DrillFaultKind.ClockBehind => BreakAsync(() => clocks.Set(program.Name, -DrillClocks.Offset)),
        DrillFaultKind.ClockJump => BreakAsync(() => clocks.Set(program.Name, DrillClocks.Offset), () => clocks.Set(program.Name, TimeSpan.Zero)),
        _ => BreakAsync(program.Freeze, program.Thaw),
    };

    async Task ReplaceAsync(DrillProgram program, bool isEarlier, CancellationToken cancellationToken)
    {
        await NoteAsync(program.StopAsync(cancellationToken));
        program.IsEarlier = isEarlier;
        program.Start();
    }

    Task<Func<Task>> BreakKafkaAsync(DrillFaultKind kind, CancellationToken cancellationToken) => kind switch
    {
        DrillFaultKind.DeleteStored => BreakAsync(broker.DeleteAsync(unread: false, cancellationToken)),
        DrillFaultKind.DeleteUnread => BreakAsync(broker.DeleteAsync(unread: true, cancellationToken)),
        DrillFaultKind.AbortTransaction => BreakAsync(broker.TransactAsync(cancellationToken)),
        DrillFaultKind.RemakeTopic => BreakAsync(broker.RemakeAsync(cancellationToken)),
        DrillFaultKind.RemoveStreams => BreakAsync(streams.RemoveAsync(cancellationToken)),
        DrillFaultKind.LoseEnd => broker.CopyAsync(cancellationToken),
        _ => BreakServerAsync(servers.Kafka, kind, cancellationToken),
    };

    Task<Func<Task>> BreakValkeyAsync(DrillFaultKind kind, CancellationToken cancellationToken) => kind switch
    {
        DrillFaultKind.Wipe => BreakAsync(servers.FlushValkeyAsync()),
        DrillFaultKind.ForgetScripts => BreakAsync(servers.ForgetScriptsAsync()),
        DrillFaultKind.LoseMessages => BreakAsync(NoteAsync(queues.LoseAsync(whole: true, cancellationToken))),
        DrillFaultKind.LosePayloads => BreakAsync(NoteAsync(queues.LoseAsync(whole: false, cancellationToken))),
        DrillFaultKind.RestoreSnapshot => SaveAsync(cancellationToken),
        _ => BreakServerAsync(servers.Valkey, kind, cancellationToken),
    };

    async Task<Func<Task>> SaveAsync(CancellationToken cancellationToken)
    {
        var restore = await queues.SaveAsync(cancellationToken);
        return () => NoteAsync(restore());
    }

    Task<Func<Task>> BreakMongoAsync(DrillFaultKind kind, CancellationToken cancellationToken) =>
        kind is DrillFaultKind.CutSignIn or DrillFaultKind.HoldSignIn
            ? BreakAsync(() => servers.SignIn!.Break(holds: kind == DrillFaultKind.HoldSignIn), servers.SignIn!.Mend)
            : BreakServerAsync(servers.Of(DrillServers.MongoName), kind, cancellationToken);

    static Task<Func<Task>> BreakServerAsync(DrillServer server, DrillFaultKind kind, CancellationToken cancellationToken) => kind switch
    {
        DrillFaultKind.KillServer => BreakAsync(server.KillAsync(), () => server.StartAsync(cancellationToken)),
        DrillFaultKind.StopServer => BreakAsync(server.StopAsync(cancellationToken), () => server.StartAsync(cancellationToken)),
        DrillFaultKind.FreezeServer => BreakAsync(server.Freeze, server.Thaw),
        DrillFaultKind.Cut => BreakAsync(server.Proxy.Cut, server.Proxy.Mend),
        DrillFaultKind.Refuse => BreakAsync(server.Proxy.Refuse, server.Proxy.Mend),
        DrillFaultKind.Hold => BreakAsync(server.Proxy.Hold, server.Proxy.Mend),
        _ => BreakAsync(() => server.Proxy.Delay = PieceDelay, server.Proxy.Mend),
    };

    async Task NoteAsync(Task<string?> problem)
    {
        if (await problem is { } sentence)
            Problems.Enqueue(sentence);
    }

    /// <summary>Waits until it is broken; what is returned mends it, where there is something to mend.</summary>
    static async Task<Func<Task>> BreakAsync(Task breaking, Func<Task>? mend = null)
    {
        await breaking;
        return mend ?? (() => Task.CompletedTask);
    }

    static Task<Func<Task>> BreakAsync(Task breaking, Action mend) => BreakAsync(breaking, () => Done(mend));

    static Task<Func<Task>> BreakAsync(Action breaking, Action? mend = null) => BreakAsync(Done(breaking), () => Done(mend ?? (() => { })));

    static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
