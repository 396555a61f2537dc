using Boom.Enricher.Stored;

namespace Boom.Cli.Rendering.Json;

/// <summary><c>boom enrich</c>: numbers of alerts; <c>read = notSelected + waiting + changed + unchanged + failed</c>.</summary>
internal sealed record EnrichedJson(
    long Read, long NotSelected, long Waiting, long Changed, long PropertiesChanged, long Unchanged, long Failed,
    IReadOnlyDictionary<string, NetworkAccount> Networks, IReadOnlyList<string> Failures)
{
    public EnrichedJson(StoredAccount account)
        : this(
            account.Read, account.NotSelected, account.Waiting, account.Changed, account.PropertiesChanged, account.Unchanged, account.Failed,
            account.Networks, account.Failures)
    {
    }
}
