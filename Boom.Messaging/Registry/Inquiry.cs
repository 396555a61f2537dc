using Boom.Core.Surveys;

namespace Boom.Messaging.Registry;

/// <summary>One look-up of a number: who was asked, and what they said.</summary>
sealed class Inquiry(SchemaSubject subject, uint id, Version version)
{
    readonly List<SourceAnswer> _answers = [];

    public SchemaSubject Subject => subject;

    public uint Id => id;

    public Version Version => version;

    /// <summary>Whether everybody has answered that there is none: nobody knows better than this build.</summary>
    public bool IsCertain => _answers.TrueForAll(answer => answer.Outcome == SourceOutcome.Unknown);

    /// <summary>Why there is no schema.</summary>
    public string Sentence => _answers.Count == 0
        ? $"This build brings no schema {id} ({version}) of {Survey} along, the cache has none, and nobody is configured to ask: name a registry with {RegistryOptions.Section}:{nameof(RegistryOptions.Addresses)}, or fetch it with 'boom schemas fetch'."
        : $"Nobody knows the schema {id} ({version}) of {Survey}: {Said}.";

    /// <summary>What packets go on without while they have the schema of this build.</summary>
    public string Lack => $"The schema {id} ({version}) of {Survey} is the one of this build, as others could not be asked: {Said}.";

    string Survey => subject.Survey.ToUpperName();

    string Said => string.Join("; ", _answers.Select(answer => answer.Text.TrimEnd('.')));

    public void Note(SourceAnswer answer) => _answers.Add(answer);

    /// <summary>
    /// What follows. The first source is the one that counts: when it says no, files that cannot be reached are not waited for, lest one damaged packet stop a
    /// stage wherever they are out of reach; when it is away, the packet waits, whatever files say.
    /// </summary>
    /// <param name="askAgainAt">How long that holds.</param>
    public SchemaEntry ToEntry(long askAgainAt) => _answers is [{ IsAway: true } first, ..]
        ? new SchemaEntry(null, $"The schema {id} ({version}) of {Survey} cannot be had: {Said}.", first.Outcome == SourceOutcome.Refused, askAgainAt)
        : new SchemaEntry(new WriterSchema(null, Sentence), "", isRefusal: false, askAgainAt);
}
