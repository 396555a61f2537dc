using Boom.Core.Store;
using Boom.Core.Text;
using Boom.Enricher.Stored;
using Boom.Hosting;

namespace Boom.Cli.Rendering;

/// <summary>What a person is told at the end of <c>boom enrich</c>.</summary>
internal static class EnrichOutput
{
    public static void Write(CliConsole console, StoredAccount account)
    {
        var parts = new List<string>
        {
            $"changed {TotalAccount.Count(account.Changed)} (properties of {TotalAccount.Count(account.PropertiesChanged)})",
            $"unchanged {TotalAccount.Count(account.Unchanged)}",
            $"not selected {TotalAccount.Count(account.NotSelected)}",
        };
        if (account.Waiting > 0)
            parts.Add($"left to the enrichers, which have not come to them yet, {TotalAccount.Count(account.Waiting)}");
        if (account.Failed > 0)
            parts.Add($"FAILED {TotalAccount.Count(account.Failed)}");
        console.WriteLine($"alerts: looked at {TotalAccount.Count(account.Read)}: {string.Join(", ", parts)}");
        if (account.Networks.Count == 0)
            return;
        var table = new TextTable("network", "scored>", "of these changed>", "without a score>");
        foreach (var (key, network) in account.Networks)
            table.Add(key, TotalAccount.Count(network.Scored), TotalAccount.Count(network.Changed), TotalAccount.Count(network.Without));
        table.WriteTo(console.Out, "  ");
        foreach (var (key, network) in account.Networks)
        {
            foreach (var (reason, alerts) in network.Reasons)
                console.WriteLine($"  {key}: without a score: {reason}: {TotalAccount.Count(alerts)}");
        }
    }
}
