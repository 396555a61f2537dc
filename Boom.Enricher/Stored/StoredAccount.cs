using Boom.Inference;

namespace Boom.Enricher.Stored;

/// <summary>What became of the alerts that were enriched again: <c>Read = NotSelected + Waiting + Changed + Unchanged + Failed</c>.</summary>
public sealed record StoredAccount
{
    /// <summary>Failures that are told one by one.</summary>
    public const int MostFailures = 20;

    /// <summary>Alerts looked at.</summary>
    public long Read { get; set; }

    /// <summary>Those that the condition does not hold for, or that lack no score.</summary>
    public long NotSelected { get; set; }

    /// <summary>Those that wait for the enrichers, which have the first word.</summary>
    public long Waiting { get; set; }

    /// <summary>Those that were written.</summary>
    public long Changed { get; set; }

    /// <summary>Of those that were written, how many had other properties before.</summary>
    public long PropertiesChanged { get; set; }

    /// <summary>Those that are as they were.</summary>
    public long Unchanged { get; set; }

    /// <summary>Those that cannot be enriched; they are left as they are.</summary>
    public long Failed { get; set; }

    /// <summary>By key of the network.</summary>
    public SortedDictionary<string, NetworkAccount> Networks { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The first failures, a sentence each.</summary>
    public List<string> Failures { get; init; } = [];

    /// <summary>Adds another account to this one.</summary>
    public StoredAccount Add(StoredAccount other)
    {
        Read += other.Read;
        NotSelected += other.NotSelected;
        Waiting += other.Waiting;
        Changed += other.Changed;
        PropertiesChanged += other.PropertiesChanged;
        Unchanged += other.Unchanged;
        Failed += other.Failed;
        Failures.AddRange(other.Failures.Take(MostFailures - Failures.Count));
        foreach (var (key, network) in other.Networks)
        {
            var mine = Of(key);
            mine.Scored += network.Scored;
            mine.Changed += network.Changed;
            mine.Without += network.Without;
            foreach (var (reason, alerts) in network.Reasons)
                mine.Count(reason, alerts);
        }

        return this;
    }

    internal void Count(bool isChanged, bool hasOtherProperties)
    {
        Changed += isChanged ? 1 : 0;
        Unchanged += isChanged ? 0 : 1;
        PropertiesChanged += hasOtherProperties ? 1 : 0;
    }

    internal void Count(string network, in NetworkOutcome outcome, bool isChanged)
    {
        var mine = Of(network);
        if (outcome.HasScore)
        {
            (mine.Scored, mine.Changed) = (mine.Scored + 1, mine.Changed + (isChanged ? 1 : 0));
            return;
        }

        mine.Without++;
        mine.Count(outcome.Reason ?? "", 1);
    }

    NetworkAccount Of(string key) => Networks.TryGetValue(key, out var mine) ? mine : Networks[key] = new NetworkAccount();
}

/// <summary>What a network did.</summary>
public sealed record NetworkAccount
{
    /// <summary>Alerts that it gave a score.</summary>
    public long Scored { get; set; }

    /// <summary>Of these, how many had none, another one, or one of another version.</summary>
    public long Changed { get; set; }

    /// <summary>Alerts that it gave none: by its policy, or for want of an input.</summary>
    public long Without { get; set; }

    /// <summary>Alerts without a score by reason; those of rare reasons are together under the last.</summary>
    public SortedDictionary<string, long> Reasons { get; init; } = new(StringComparer.Ordinal);

    internal void Count(string reason, long alerts)
    {
        const int most = 12;
        var kept = Reasons.ContainsKey(reason) || Reasons.Count < most ? reason : "other reasons";
        Reasons[kept] = Reasons.GetValueOrDefault(kept) + alerts;
    }
}
