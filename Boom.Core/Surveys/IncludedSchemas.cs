namespace Boom.Core.Surveys;

/// <summary>The schemas that this build brings along, and no others.</summary>
public sealed class IncludedSchemas : IWriterSchemas
{
    /// <summary>Who gave a schema that this build brings along.</summary>
    public const string Source = "this build";

    /// <inheritdoc/>
    public ValueTask<WriterSchema> FindAsync(SchemaSubject subject, uint id, CancellationToken cancellationToken)
    {
        var version = subject.VersionOf(id);
        return new(version is not null && subject.IncludedText(version) is { } text
            ? new WriterSchema(text, Source: Source)
            : new WriterSchema(null, $"This build brings no schema {id} of {subject.Survey.ToUpperName()} along, and no registry is configured to ask."));
    }
}
