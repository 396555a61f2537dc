using System.Collections.Concurrent;
using Boom.Core.Surveys;

namespace Boom.Messaging.Registry;

/// <summary>
/// The schemas of one subject in memory: found without a lock, looked up once however many ask. What was no success holds for a minute; how many numbers are
/// looked up in a minute, and how many are kept, is bounded, since a number may be anything that a damaged packet holds.
/// </summary>
/// <param name="subject">The subject.</param>
/// <param name="lookUp">Looks a number up; not in the name of any one caller.</param>
/// <param name="isAtHand">Whether a number is to be had without asking anybody: such are not bounded.</param>
/// <param name="time">Clock.</param>
sealed class SubjectSchemas(SchemaSubject subject, Func<uint, Version, Task<SchemaEntry>> lookUp, Func<uint, Version, bool> isAtHand, TimeProvider time)
{
    /// <summary>How long an answer holds that is not certain.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Most numbers that are looked up within <see cref="Patience"/>: many times what surveys have, few to who is asked.</summary>
    public const int MostLookUps = 60;

    /// <summary>Most numbers that are kept.</summary>
    public const int MostEntries = 512;

    readonly ConcurrentDictionary<uint, SchemaEntry> _entries = new();
    readonly Lock _lock = new();
    readonly Dictionary<uint, Task<SchemaEntry>> _underWay = [];
    long _windowEnd = long.MinValue;
    int _lookUps;

    /// <summary>Numbers in memory.</summary>
    public int Count => _entries.Count;

    /// <inheritdoc cref="IWriterSchemas.FindAsync"/>
    public ValueTask<WriterSchema> FindAsync(uint id, CancellationToken cancellationToken)
    {
        var entry = _entries.GetValueOrDefault(id);
        if (entry is not null && entry.Holds(time))
            return Answer(entry);
        if (subject.VersionOf(id) is not { } version)
            return new(Refuse($"The packet names the schema {id}, which can be no number of a schema of {subject.Survey.ToUpperName()}."));
        var task = Begin(id, version);

        // Who might know better is asked aside, and who was away is so until he answers: nobody waits for either.
        if (entry is { IsProvisional: true } or { IsAnswered: false })
            return Answer(entry);
        return task is null
            ? new(Refuse($"The schema {id} ({version}) of {subject.Survey.ToUpperName()} was not looked up, as packets name more than {MostLookUps} that are not known within a minute: replay the packet when that is over."))
            : new(AwaitAsync(task, cancellationToken));
    }

    static ValueTask<WriterSchema> Answer(SchemaEntry entry)
    {
        try
        {
            return new(entry.Answer);
        }
        catch (Exception fault)
        {
            return ValueTask.FromException<WriterSchema>(fault);
        }
    }

    static async Task<WriterSchema> AwaitAsync(Task<SchemaEntry> task, CancellationToken cancellationToken) => (await task.WaitAsync(cancellationToken)).Answer;

    WriterSchema Refuse(string problem)
    {
        RegistryTelemetry.Refused(subject.Survey);
        return new WriterSchema(null, problem);
    }

    // Null when too many are asked for.
    Task<SchemaEntry>? Begin(uint id, Version version)
    {
        lock (_lock)
        {
            if (_underWay.TryGetValue(id, out var task))
                return task;
            if (_entries.TryGetValue(id, out var entry) && entry.Holds(time))
                return Task.FromResult(entry);
            var now = time.GetTimestamp();
            if (now >= _windowEnd)
                (_windowEnd, _lookUps) = (After(time, Patience), 0);
            if (_lookUps >= MostLookUps && !isAtHand(id, version))
                return null;
            _lookUps++;
            task = Task.Run(() => LookUpAsync(id, version));
            _underWay.Add(id, task);
            return task;
        }
    }

    async Task<SchemaEntry> LookUpAsync(uint id, Version version)
    {
        try
        {
            var entry = await lookUp(id, version);
            lock (_lock)
                Keep(id, entry);
            return entry;
        }
        finally
        {
            lock (_lock)
                _underWay.Remove(id);
        }
    }

    void Keep(uint id, SchemaEntry entry)
    {
        if (_entries.Count >= MostEntries)
        {
            foreach (var (number, old) in _entries)
            {
                if (!old.IsKnown)
                    _entries.TryRemove(number, out _);
            }

            if (_entries.Count >= MostEntries)
                _entries.Clear();
        }

        _entries[id] = entry;
    }

    /// <summary>The time stamp when a time has passed.</summary>
    internal static long After(TimeProvider time, TimeSpan span) => time.GetTimestamp() + (long)(span.TotalSeconds * time.TimestampFrequency);
}
