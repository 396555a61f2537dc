using System.Collections.Concurrent;
using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace Boom.Messaging.Registry;

/// <summary>
/// Schemas by number, from memory, the cache on disk, schema registries, schema files and this build, in this order: docs/schemas.md. One object serves all
/// workers of a process.
/// </summary>
/// <param name="settings">Where schemas come from.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Log.</param>
/// <param name="pulses">Hears what stages go on without; null when nobody does.</param>
public sealed class SchemaRegistry(RegistrySettings settings, TimeProvider time, ILogger<SchemaRegistry> logger, StagePulses? pulses = null) : IWriterSchemas, IDisposable
{
    const int MostTold = 200;

    readonly ConcurrentDictionary<SchemaSubject, SubjectSchemas> _subjects = new(new BySurveyAndName());
    readonly ConcurrentDictionary<Survey, SurveySources> _sources = new();
    readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<(Survey, uint), string> _lacks = new();
    readonly CancellationTokenSource _end = new();

    /// <summary>The schemas on disk.</summary>
    public SchemaCache Cache { get; } = new(settings.CacheFolder, time);

    /// <inheritdoc/>
    public ValueTask<WriterSchema> FindAsync(SchemaSubject subject, uint id, CancellationToken cancellationToken) =>
        (_subjects.TryGetValue(subject, out var schemas) ? schemas : Add(subject)).FindAsync(id, cancellationToken);

    /// <summary>Asks registry and files for a number, whatever the cache holds, and keeps what comes.</summary>
    /// <exception cref="TransientFaultException">They are away.</exception>
    /// <exception cref="PermanentFaultException">They do not let us in.</exception>
    /// <exception cref="IOException">It cannot be kept.</exception>
    public async Task<WriterSchema> FetchAsync(SchemaSubject subject, uint id, CancellationToken cancellationToken)
    {
        if (subject.VersionOf(id) is not { } version)
            return new WriterSchema(null, $"{id} can be no number of a schema of {subject.Survey.ToUpperName()}.");
        var inquiry = new Inquiry(subject, id, version);
        if (await AskAsync(inquiry, cancellationToken) is not { } found)
            return inquiry.ToEntry(SchemaEntry.Never).Answer;
        Cache.Save(subject, id, found.Text, found.Source);
        return new WriterSchema(found.Text, Source: found.Source);
    }

    /// <summary>The numbers that the registry has of a subject, and its address; no address when no registry is to be asked.</summary>
    /// <exception cref="TransientFaultException">It is away.</exception>
    /// <exception cref="PermanentFaultException">It does not let us in.</exception>
    public async Task<(string Address, IReadOnlyList<uint> Numbers)> ListAsync(SchemaSubject subject, CancellationToken cancellationToken)
    {
        if (SourcesOf(subject).Registry is not { } registry)
            return ("", []);
        try
        {
            return await registry.ListAsync(subject, cancellationToken);
        }
        catch (SchemaSourceException fault) when (fault.Outcome == SourceOutcome.Away)
        {
            throw new TransientFaultException($"{fault.Message}.", fault);
        }
        catch (SchemaSourceException fault)
        {
            throw new PermanentFaultException($"{fault.Message}.", fault);
        }
    }

    /// <summary>Who is asked for the schemas of a survey besides this machine, in order: addresses.</summary>
    public static IReadOnlyList<string> AddressesOf(RegistryOptions options, SchemaSubject subject) => SurveySources.AddressesOf(options, subject);

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Cancel();
        foreach (var sources in _sources.Values)
            sources.Dispose();
        _end.Dispose();
    }

    SubjectSchemas Add(SchemaSubject subject) =>
        _subjects.GetOrAdd(subject, new SubjectSchemas(
            subject,
            (number, version) => LookUpAsync(subject, number, version, _end.Token),
            (number, version) => subject.Included.Contains(version) || File.Exists(Cache.PathOf(subject, number)),
            time));

    SurveySources SourcesOf(SchemaSubject subject) => _sources.GetOrAdd(subject.Survey, _ => new SurveySources(settings.Of(subject.Survey), subject, time));

    async Task<SchemaEntry> LookUpAsync(SchemaSubject subject, uint id, Version version, CancellationToken stop)
    {
        if (FindOnDisk(subject, id) is { } cached)
        {
            RegistryLog.Found(logger, id, version, subject.Survey.ToUpperName(), Cache.PathOf(subject, id));
            return Certain(cached.Json, $"{Cache.PathOf(subject, id)}, from {cached.Source}");
        }

        var inquiry = new Inquiry(subject, id, version);
        var included = IncludedText(subject, version);
        if (await AskInTimeAsync(inquiry, isHurried: included is not null, stop) is { } found)
        {
            Keep(subject, id, found);
            Mend(subject, id);
            _told.TryRemove($"{subject.Survey.ToUpperName()} {id}", out _);
            RegistryLog.Found(logger, id, version, subject.Survey.ToUpperName(), found.Source);
            return Certain(found.Text, found.Source);
        }

        var soon = SubjectSchemas.After(time, SubjectSchemas.Patience);
        if (included is not null)
            return Provide(inquiry, included, soon);
        if (inquiry.IsWaitedFor)
            TellOnce($"{subject.Survey.ToUpperName()} {id}", inquiry.WaitSentence);
        else
            RegistryLog.NotFound(logger, inquiry.Sentence);
        return inquiry.ToEntry(soon);
    }

    SchemaEntry Provide(Inquiry inquiry, string included, long soon)
    {
        RegistryTelemetry.Answered(inquiry.Subject.Survey, "included", SourceOutcome.Found, TimeSpan.Zero);
        var lack = inquiry.Lack;
        var isTold = !_lacks.TryAdd((inquiry.Subject.Survey, inquiry.Id), lack);
        if (!isTold)
            RegistryLog.Found(logger, inquiry.Id, inquiry.Version, inquiry.Subject.Survey.ToUpperName(), IncludedSchemas.Source);
        if (inquiry.IsCertain)
        {
            Mend(inquiry.Subject, inquiry.Id);
            return Certain(included, IncludedSchemas.Source);
        }

        if (!isTold)
        {
            RegistryLog.Waits(logger, lack);
            pulses?.Lack(lack);
        }

        return new SchemaEntry(new WriterSchema(included, Source: IncludedSchemas.Source), "", isRefusal: false, soon);
    }

    void Mend(SchemaSubject subject, uint id)
    {
        if (_lacks.TryRemove((subject.Survey, id), out var lack))
            pulses?.Mend(lack);
    }

    static SchemaEntry Certain(string json, string source) => new(new WriterSchema(json, Source: source), "", isRefusal: false, SchemaEntry.Never);

    static string? IncludedText(SchemaSubject subject, Version version) =>
        subject.IncludedText(version) is { } text && WriterSchemaCheck.FindFault(text, subject.RecordName(version)) is null ? text : null;

    CachedSchema? FindOnDisk(SchemaSubject subject, uint id)
    {
        var started = time.GetTimestamp();
        var found = Cache.Find(subject, id, out var problem);
        if (problem is not null && _told.TryAdd(Cache.PathOf(subject, id), true))
            RegistryLog.Damaged(logger, problem);
        var outcome = found is not null ? SourceOutcome.Found : problem is not null ? SourceOutcome.Wrong : SourceOutcome.Unknown;
        RegistryTelemetry.Answered(subject.Survey, "cache", outcome, time.GetElapsedTime(started));
        return found;
    }

    void Keep(SchemaSubject subject, uint id, SourceAnswer found)
    {
        try
        {
            Cache.Save(subject, id, found.Text, found.Source);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            RegistryLog.NotSaved(logger, id, Cache.Folder, fault.Message);
        }
    }

    // Packets whose schema is known otherwise do not wait for one source after the other.
    async Task<SourceAnswer?> AskInTimeAsync(Inquiry inquiry, bool isHurried, CancellationToken stop)
    {
        if (!isHurried)
            return await AskAsync(inquiry, stop);
        using var patience = new CancellationTokenSource(settings.Of(inquiry.Subject.Survey).Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            return await AskAsync(inquiry, either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }

    // Null when nobody gives it; what they said is noted.
    async Task<SourceAnswer?> AskAsync(Inquiry inquiry, CancellationToken cancellationToken)
    {
        foreach (var source in SourcesOf(inquiry.Subject).All)
        {
            var started = time.GetTimestamp();
            var outcome = SourceOutcome.Away;
            try
            {
                var answer = await source.AskAsync(inquiry.Subject, inquiry.Id, inquiry.Version, cancellationToken);
                outcome = answer.Outcome;
                if (outcome is SourceOutcome.Found or SourceOutcome.Unknown)
                    _told.TryRemove(KeyOf(inquiry, source.Name), out _);
                if (outcome == SourceOutcome.Found)
                {
                    // Those before it are passed over, and nothing else tells of them.
                    inquiry.Troubles.ForEach(trouble => Tell(inquiry, trouble.Source, trouble.Text));
                    return answer;
                }

                inquiry.Note(source, answer);
            }
            catch (OperationCanceledException)
            {
                inquiry.Note(source, new SourceAnswer(SourceOutcome.Away, $"the {source.Name} took too long to answer"));
                throw;
            }
            catch (Exception fault)
            {
                // Whatever an answer does to its reader, it is no schema.
                inquiry.Note(source, new SourceAnswer(SourceOutcome.Away, $"the answer of the {source.Name} cannot be read ({fault.GetType().Name}: {fault.Message.TrimEnd('.')})"));
            }
            finally
            {
                RegistryTelemetry.Answered(inquiry.Subject.Survey, source.Name, outcome, time.GetElapsedTime(started));
            }
        }

        return null;
    }

    // Once, until the source answers as it should: it is asked every minute.
    void Tell(Inquiry inquiry, string source, string text)
    {
        if (_told.TryAdd(KeyOf(inquiry, source), true))
            RegistryLog.Trouble(logger, source, inquiry.Subject.Survey.ToUpperName(), inquiry.Id, text);
    }

    // Damaged packets may name any number of schemas.
    void TellOnce(string key, string sentence)
    {
        if (_told.Count < MostTold && _told.TryAdd(key, true))
            RegistryLog.Waits(logger, sentence);
    }

    static string KeyOf(Inquiry inquiry, string source) => $"{inquiry.Subject.Survey.ToUpperName()} {source}";

    sealed class BySurveyAndName : IEqualityComparer<SchemaSubject>
    {
        public bool Equals(SchemaSubject? x, SchemaSubject? y) => ReferenceEquals(x, y) || (x is not null && y is not null && x.Survey == y.Survey && x.Name == y.Name);

        public int GetHashCode(SchemaSubject obj) => (int)obj.Survey;
    }
}
