namespace Boom.Lab.Bench.Services;

/// <summary>A process whose use of the machine is noted.</summary>
internal interface IWatchedProcess
{
    /// <summary>Name for people; several of one name count as one.</summary>
    string Name { get; }

    /// <summary>Processor time so far, user and system.</summary>
    TimeSpan ProcessorTime { get; }

    /// <summary>Resident memory now, bytes.</summary>
    long ResidentBytes { get; }
}
