namespace Boom.Lab.Drill;

/// <summary>What can go wrong with a program or a server.</summary>
internal enum DrillFaultKind
{
    /// <summary>A program is killed (-9) and started again after the time.</summary>
    KillProgram,

    /// <summary>A program is asked to end and started again after the time; it has to end within 10 s with exit code 0.</summary>
    StopProgram,

    /// <summary>A program stands still for the time: leases run out, groups give its partitions away, and it comes back believing it has them.</summary>
    FreezeProgram,

    /// <summary>The clock of a program is ten minutes ahead from the beginning on. Needs libfaketime.</summary>
    ClockAhead,

    /// <summary>The clock of a program is ten minutes behind from the beginning on. Needs libfaketime.</summary>
    ClockBehind,

    /// <summary>The clock of a running program jumps ten minutes ahead, and back after the time. Needs libfaketime.</summary>
    ClockJump,

    /// <summary>A program of the earlier build is stopped, and started as this build's. Needs an earlier build.</summary>
    Upgrade,

    /// <summary>A program of this build is stopped and started as the earlier build's, and back after the time. Needs an earlier build.</summary>
    Downgrade,

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

    /// <summary>Kafka deletes, as retention does, the packets before the first one that is not accounted for.</summary>
    DeleteStored,

    /// <summary>Kafka deletes packets that nobody has read, too; the survey sends them again in the end.</summary>
    DeleteUnread,

    /// <summary>A producer writes packets into the topic and aborts its transaction, and commits the next packets of the night in another one.</summary>
    AbortTransaction,

    /// <summary>The topic is deleted and made again, with other partitions; the night comes again from its beginning, in another order.</summary>
    RemakeTopic,

    /// <summary>Kafka is set back to a copy of its data: the packets of the time are gone, come again in another order, and others take their offsets.</summary>
    LoseEnd,

    /// <summary>The topics of results and the public ones are deleted.</summary>
    RemoveStreams,

    /// <summary>Valkey is emptied.</summary>
    Wipe,

    /// <summary>Valkey forgets its scripts.</summary>
    ForgetScripts,

    /// <summary>Valkey loses a random tenth of the messages that wait; the queue of packets is kept busy until they are read again.</summary>
    LoseMessages,

    /// <summary>Valkey loses a random tenth of envelopes or payloads, and keeps the tickets; the queue of packets is kept busy until they are read again.</summary>
    LosePayloads,

    /// <summary>Valkey writes a snapshot, and after the time is killed and started with it; the queue of packets is kept busy until what is missing is read again.</summary>
    RestoreSnapshot,

    /// <summary>All connections to MongoDB are cut, and new ones at one step of the sign-in after the other, for the time.</summary>
    CutSignIn,

    /// <summary>All connections to MongoDB are cut, and new ones stall at one step of the sign-in after the other, for the time.</summary>
    HoldSignIn,

    /// <summary>The catalogue is replaced by its next edition.</summary>
    ReplaceCatalog,

    /// <summary>The catalogue is taken away, and its next edition comes after the time.</summary>
    RemoveCatalog,
}

/// <summary>One fault of a plan.</summary>
/// <param name="At">When, from the first packet on.</param>
/// <param name="Kind">What.</param>
/// <param name="Target">The program or server.</param>
/// <param name="Duration">How long until it is mended; zero for what needs no mending.</param>
internal sealed record DrillFault(TimeSpan At, DrillFaultKind Kind, string Target, TimeSpan Duration)
{
    public TimeSpan End => At + Duration;

    public override string ToString() => FormattableString.Invariant($"{At.TotalSeconds:0.0} s {Kind} {Target}")
        + (Duration > TimeSpan.Zero ? FormattableString.Invariant($" for {Duration.TotalSeconds:0.0} s") : "");
}
