using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Embedded.Accounts;

/// <summary>What an account says of intakes that are paused.</summary>
public static class IntakeRemarks
{
    /// <summary>A sentence for each survey whose intake is paused.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(IIntakeSwitch store, CancellationToken cancellationToken)
    {
        var sentences = new List<string>();
        foreach (var survey in SurveyCatalog.Default.Supported)
        {
            if (await store.FindPauseAsync(survey, cancellationToken) is { } pause)
                sentences.Add($"{pause.Describe(survey)}.");
        }

        return sentences;
    }
}
