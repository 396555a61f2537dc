namespace Boom.Core.Surveys;

/// <summary>Schemas of packets that carry the number of theirs and not the text. One object serves all workers of a process.</summary>
public interface IWriterSchemas
{
    /// <summary>
    /// The schema that a packet's number stands for. Completes at once when it is known; however many ask for one number, it is looked up once.
    /// </summary>
    /// <param name="subject">Whose numbers these are.</param>
    /// <param name="id">As the frame of the packet has it: any 32 bits.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="Resilience.TransientFaultException">Nobody who could know it can be reached: the packet waits.</exception>
    /// <exception cref="Resilience.PermanentFaultException">Who could know it refuses us: the packet waits, and somebody must act.</exception>
    ValueTask<WriterSchema> FindAsync(SchemaSubject subject, uint id, CancellationToken cancellationToken);
}

/// <summary>The answer to a packet's number.</summary>
/// <param name="Json">The schema, self-contained; null when nobody knows the number.</param>
/// <param name="Problem">Why there is none, as a sentence for a dead letter; empty when there is one.</param>
/// <param name="Source">Who gave it: an address, a file, or this build; empty when there is none.</param>
public sealed record WriterSchema(string? Json, string Problem = "", string Source = "");

/// <summary>How the schemas of a survey are numbered, named and found.</summary>
public sealed class SchemaSubject
{
    /// <summary>The survey.</summary>
    public required Survey Survey { get; init; }

    /// <summary>Subject in a schema registry, e.g. <c>alert-packet</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Address of the survey's registry, unless the configuration gives others.</summary>
    public required string Registry { get; init; }

    /// <summary>Address of the folder with the survey's schema files, in GitHub layout, unless the configuration gives another.</summary>
    public required string Files { get; init; }

    /// <summary>Version that a number stands for, e.g. 11.1 for 1101; null for a number that cannot be one of this survey.</summary>
    public required Func<uint, Version?> VersionOf { get; init; }

    /// <summary>Number of a version; the reverse of <see cref="VersionOf"/>.</summary>
    public required Func<Version, uint> NumberOf { get; init; }

    /// <summary>Full name that the record of a version must have, e.g. <c>lsst.v11_1.alert</c>.</summary>
    public required Func<Version, string> RecordName { get; init; }

    /// <summary>Versions that this build brings along.</summary>
    public IReadOnlyList<Version> Included { get; init; } = [];

    /// <summary>Text of a version that this build brings along; null for another.</summary>
    public Func<Version, string?> IncludedText { get; init; } = _ => null;
}
