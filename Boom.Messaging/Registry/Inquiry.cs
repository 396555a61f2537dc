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
        ? $"This build brings no schema {id} ({version}) of {Survey} along, the cache has none, and nobody is configured to ask: name a registry with {RegistryOptions.Section}:{nameof(RegistryOptions.Addresses)} or schema files with {RegistryOptions.Section}:{nameof(RegistryOptions.Files)}, and see that {RegistryOptions.Section}:{nameof(RegistryOptions.Enabled)} is not false."
        : $"Nobody knows the schema {id} ({version}) of {Survey}: {Said}.";

    /// <summary>What sources said that did not answer as they should, a sentence each with its source.</summary>
    public List<(string Source, string Text)> Troubles { get; } = [];

    /// <summary>What packets go on without while they have the schema of this build.</summary>
    public string Lack => $"The schema {id} ({version}) of {Survey} is the one of this build, as others could not be asked: {Said}.";

    string Survey => subject.Survey.ToUpperName();

    string Said => string.Join("; ", _answers.Select(answer => answer.Text.TrimEnd('.')));

    /// <summary>Whether packets wait for the first source, which is the one that counts.</summary>
    public bool IsWaitedFor => _answers is [{ IsAway: true }, ..];

    /// <summary>Why packets wait, and what ends it.</summary>
    public string WaitSentence => $"The schema {id} ({version}) of {Survey} cannot be had: {Said}. Its packets wait; {RegistryOptions.Section}:{nameof(RegistryOptions.Files)} may name a folder or address that has it.";

    public void Note(ISchemaSource source, SourceAnswer answer)
    {
        _answers.Add(answer);
        if (answer.Outcome is not (SourceOutcome.Found or SourceOutcome.Unknown))
            Troubles.Add((source.Name, answer.Text));
    }

    /// <summary>
    /// What follows. The first source is the one that counts: when it says no, files that cannot be reached are not waited for, lest one damaged packet stop a
    /// stage wherever they are out of reach; when it is away, the packet waits, whatever files say.
    /// </summary>
    /// <param name="askAgainAt">How long that holds.</param>
    public SchemaEntry ToEntry(long askAgainAt) => IsWaitedFor
        ? new SchemaEntry(null, WaitSentence, _answers[0].Outcome == SourceOutcome.Refused, askAgainAt)
        : new SchemaEntry(new WriterSchema(null, Sentence), "", isRefusal: false, askAgainAt);
}
