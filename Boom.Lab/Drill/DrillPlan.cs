namespace Boom.Lab.Drill;

/// <summary>The faults of one run, by seed.</summary>
internal static class DrillPlan
{
    const int MostFaults = 6;

    // A frozen program has to outlast the leases of a drill, or nothing happens to it.
    static readonly TimeSpan LongestFreeze = TimeSpan.FromSeconds(9);
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    static readonly DrillFaultKind[] ProgramFaults =
        [DrillFaultKind.KillProgram, DrillFaultKind.KillProgram, DrillFaultKind.StopProgram, DrillFaultKind.FreezeProgram];

    static readonly DrillFaultKind[] ClockFaults = [DrillFaultKind.ClockAhead, DrillFaultKind.ClockBehind, DrillFaultKind.ClockJump];

    static readonly DrillFaultKind[] ServerFaults =
    [
        DrillFaultKind.KillServer, DrillFaultKind.StopServer, DrillFaultKind.FreezeServer, DrillFaultKind.Cut, DrillFaultKind.Refuse,
        DrillFaultKind.Hold, DrillFaultKind.Slow,
    ];

    static readonly DrillFaultKind[] KafkaFaults =
    [
        DrillFaultKind.DeleteStored, DrillFaultKind.DeleteStored, DrillFaultKind.DeleteUnread, DrillFaultKind.AbortTransaction, DrillFaultKind.RemakeTopic,
        DrillFaultKind.LoseEnd, DrillFaultKind.RemoveStreams,
    ];

    static readonly DrillFaultKind[] ValkeyFaults = [DrillFaultKind.Wipe, DrillFaultKind.Wipe, DrillFaultKind.ForgetScripts];

    static readonly DrillFaultKind[] PartialLosses = [DrillFaultKind.LoseMessages, DrillFaultKind.LosePayloads, DrillFaultKind.RestoreSnapshot];

    static readonly DrillFaultKind[] MongoFaults = [DrillFaultKind.CutSignIn, DrillFaultKind.HoldSignIn];

    static readonly DrillFaultKind[] CatalogFaults = [DrillFaultKind.ReplaceCatalog, DrillFaultKind.ReplaceCatalog, DrillFaultKind.RemoveCatalog];

    /// <summary>What takes so long that it happens once a run.</summary>
    static readonly DrillFaultKind[] Rare = [DrillFaultKind.RemakeTopic, DrillFaultKind.LoseEnd, DrillFaultKind.RemoveStreams, .. PartialLosses];

    static readonly DrillFaultKind[] Instant =
    [
        DrillFaultKind.Cut, DrillFaultKind.Wipe, DrillFaultKind.ForgetScripts, DrillFaultKind.DeleteStored, DrillFaultKind.DeleteUnread,
        DrillFaultKind.AbortTransaction, DrillFaultKind.RemakeTopic, DrillFaultKind.RemoveStreams, DrillFaultKind.LoseMessages, DrillFaultKind.LosePayloads,
        DrillFaultKind.ClockAhead, DrillFaultKind.ClockBehind, DrillFaultKind.Upgrade, DrillFaultKind.ReplaceCatalog,
    ];

    /// <summary>All that a seed draws from when nothing else is asked for.</summary>
    public static IReadOnlySet<DrillFaultKind> DefaultKinds { get; } =
        new HashSet<DrillFaultKind>([.. ProgramFaults, .. ClockFaults, .. ServerFaults, .. KafkaFaults, .. ValkeyFaults, .. PartialLosses, .. MongoFaults, .. CatalogFaults]);

    /// <summary>What an earlier build was made to outlive: what the servers hold is left alone.</summary>
    public static IReadOnlySet<DrillFaultKind> KindsWithEarlierBuild { get; } = new HashSet<DrillFaultKind>([.. ProgramFaults, .. ServerFaults, .. ValkeyFaults]);

    /// <summary>Whether it is a fault of a program's clock.</summary>
    public static bool IsOfClock(DrillFaultKind kind) => ClockFaults.Contains(kind);

    /// <summary>Two to six faults within the night; of one target never two at once. Equal arguments give equal plans.</summary>
    /// <param name="night">How long packets are published.</param>
    /// <param name="mayKill">Whether a server keeps what it has acknowledged when it is killed, or is not meant to keep anything.</param>
    /// <param name="kinds">What may happen; null for <see cref="DefaultKinds"/>.</param>
    /// <param name="fixedFaults">Faults that happen anyway.</param>
    public static IReadOnlyList<DrillFault> Create(
        ulong seed, IReadOnlyList<string> programs, IReadOnlyList<string> servers, TimeSpan night, Func<string, bool> mayKill,
        IReadOnlySet<DrillFaultKind>? kinds = null, IReadOnlyList<DrillFault>? fixedFaults = null)
    {
        var random = new Random(unchecked((int)(seed * 2654435761)));
        var wanted = random.Next(2, MostFaults + 1);
        List<DrillFault> faults = [.. fixedFaults ?? []];
        wanted += faults.Count;
        for (var tries = 0; faults.Count < wanted && tries < 100; tries++)
        {
            if (Draw(random, programs, servers, night, mayKill, kinds ?? DefaultKinds) is { } fault && Fits(faults, fault))
                faults.Add(fault);
        }

        faults.Sort((a, b) => a.At.CompareTo(b.At));
        return faults;
    }

    /// <summary>
    /// Programs of an earlier build become this build's, one after the other within the night; the first one becomes the earlier build's once more, for a time.
    /// </summary>
    /// <param name="earlier">Programs that begin as those of the earlier build.</param>
    /// <param name="night">How long packets are published.</param>
    public static IReadOnlyList<DrillFault> Upgrade(ulong seed, IReadOnlyList<string> earlier, TimeSpan night)
    {
        var order = earlier.ToArray();
        new Random(unchecked((int)(seed * 2246822519))).Shuffle(order);
        var step = night / (order.Length + 1);
        List<DrillFault> faults = [.. order.Select((program, i) => new DrillFault(step * (i + 0.5), DrillFaultKind.Upgrade, program, TimeSpan.Zero))];
        if (order.Length > 0)
            faults.Add(new DrillFault(step * 1.5, DrillFaultKind.Downgrade, order[0], Longest));
        return faults;
    }

    static bool Fits(List<DrillFault> faults, DrillFault fault) =>
        !faults.Exists(other => other.Target == fault.Target && other.At <= fault.End && fault.At <= other.End)
        && !(Rare.Contains(fault.Kind) && faults.Exists(other => Rare.Contains(other.Kind) && other.Target == fault.Target))
        && !(ClockFaults.Contains(fault.Kind) && faults.Exists(other => ClockFaults.Contains(other.Kind) && other.Target == fault.Target));

    static DrillFault? Draw(
        Random random, IReadOnlyList<string> programs, IReadOnlyList<string> servers, TimeSpan night, Func<string, bool> mayKill,
        IReadOnlySet<DrillFaultKind> kinds)
    {
        var at = night * random.NextDouble();
        var isProgram = random.Next(2) == 0 || servers.Count == 0;
        var target = isProgram ? programs[random.Next(programs.Count)] : servers[random.Next(servers.Count)];
        var drawable = (isProgram ? KindsOfProgram(target) : KindsOfServer(target)).Where(kinds.Contains).ToArray();
        if (drawable.Length == 0)
            return null;
        var kind = drawable[random.Next(drawable.Length)];
        if (kind == DrillFaultKind.KillServer && !mayKill(target))
            kind = DrillFaultKind.StopServer;
        var longest = kind == DrillFaultKind.FreezeProgram ? LongestFreeze : isProgram ? Longest / 2 : Longest;
        return new DrillFault(
            kind is DrillFaultKind.ClockAhead or DrillFaultKind.ClockBehind ? TimeSpan.Zero : at, kind, target,
            Instant.Contains(kind) ? TimeSpan.Zero : longest * (0.1 + (0.9 * random.NextDouble())));
    }

    static IEnumerable<DrillFaultKind> KindsOfProgram(string name) => DrillClocks.Fits(name) ? [.. ProgramFaults, .. ClockFaults] : ProgramFaults;

    static IEnumerable<DrillFaultKind> KindsOfServer(string name) => name switch
    {
        DrillServers.KafkaName => [.. ServerFaults, .. KafkaFaults],
        DrillServers.ValkeyName => [.. ServerFaults, .. ValkeyFaults, .. PartialLosses],
        DrillCatalogs.Name => CatalogFaults,
        _ => [.. ServerFaults, .. MongoFaults],
    };
}
