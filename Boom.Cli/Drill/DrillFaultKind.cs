namespace Boom.Cli.Drill;

/// <summary>What can go wrong with a program or a server.</summary>
internal enum DrillFaultKind
{
    /// <summary>A program is killed (-9) and started again after the time.</summary>
    KillProgram,

    /// <summary>A program is asked to end and started again after the time; it has to end within 10 s with exit code 0.</summary>
    StopProgram,

    /// <summary>A program stands still for the time: leases run out, groups give its partitions away, and it comes back believing it has them.</summary>
    FreezeProgram,

    /// <summary>A server is killed (-9) and started again after the time; Valkey forgets all it held.</summary>
    KillServer,

    /// <summary>A server is asked to end and started again after the time.</summary>
    StopServer,

    /// <summary>A server stands still for the time.</summary>
    FreezeServer,

    /// <summary>All connections to a server are cut at once.</summary>
    Cut,

    /// <summary>All connections to a server are cut, and new ones too, for the time.</summary>
    Refuse,

    /// <summary>Connections to a server stay and nothing passes for the time.</summary>
    Hold,

    /// <summary>Every piece to and from a server is late, for the time.</summary>
    Slow,

    /// <summary>Valkey is emptied.</summary>
    Wipe,

    /// <summary>Valkey forgets its scripts.</summary>
    ForgetScripts,
}
