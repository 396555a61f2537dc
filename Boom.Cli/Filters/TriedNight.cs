using System.Globalization;
using Boom.Core.Store;
using Boom.Core.Text;
using Boom.FilterWorker;

namespace Boom.Cli.Filters;

/// <summary>What became of a filter on a reference night, and whether it may run.</summary>
/// <param name="Selection">The night.</param>
/// <param name="Account">What became of its alerts.</param>
/// <param name="Rate">Part of them that may pass, 0 to 1.</param>
internal sealed record TriedNight(TrialSelection Selection, TrialAccount Account, double Rate)
{
    /// <summary>Most alerts of it that may pass.</summary>
    public long Allowed => (long)(Account.LookedAt * Rate);

    /// <summary>The same in per cent of those looked at.</summary>
    public double AllowedPercent => 100 * Rate;

    /// <summary>Why the filter may not run, sentences that say what helps; null when it may.</summary>
    /// <param name="id">Key of the filter.</param>
    /// <param name="dataOption">The option that names the data folder again, for commands that are shown; empty for none.</param>
    public string? Refusal(string id, string dataOption)
    {
        var again = $"Store it with 'boom filter add FILE --version-of {id}{dataOption}', and try again.";
        if (Account.Slow is { } slow)
            return $"{slow} {again}";
        if (Account.IsMostlyWrong)
        {
            var first = Account.Errors.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $" ('boom filter explain {id} {Account.Errors[0].Candids[0]}{dataOption}' shows where)") : "";
            return $"It goes wrong on {TotalAccount.Count(Account.Erred)} of {Alerts(Account.LookedAt)}, and none of these can pass. Mend it{first}. {again}";
        }

        if (Account.Passed <= Allowed)
            return null;
        return Allowed == 0
            ? $"The night has only {Alerts(Account.LookedAt)} that it may see, of which {NumberText.Short(AllowedPercent, 2)} % is less than one: name another with --night, or say --untried."
            : $"Too many pass. Add conditions. {again} {More}";
    }

    static string More =>
        $"To allow more, set Filter__MaximumMatchRate, in per cent, here and where filters run; --untried only leaves the trial out: a worker suspends a filter that lets more of its last {TotalAccount.Count(FilterWorkerOptions.YieldAlerts)} alerts pass.";

    static string Alerts(long count) => $"{TotalAccount.Count(count)} {(count == 1 ? "alert" : "alerts")}";
}
