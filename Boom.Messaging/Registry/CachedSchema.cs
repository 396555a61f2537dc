namespace Boom.Messaging.Registry;

/// <summary>A schema that was fetched and is kept on disk.</summary>
/// <param name="Subject">Subject in a registry.</param>
/// <param name="Number">Its number.</param>
/// <param name="Source">Who gave it.</param>
/// <param name="FetchedAt">When.</param>
/// <param name="Json">The schema.</param>
public sealed record CachedSchema(string Subject, uint Number, string Source, DateTimeOffset FetchedAt, string Json);
