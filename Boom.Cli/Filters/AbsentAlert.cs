using System.Globalization;
using Boom.Core.Surveys;
using Boom.Embedded;

namespace Boom.Cli.Filters;

/// <summary>Says that an alert is not stored, and where one of its candid is.</summary>
internal static class AbsentAlert
{
    public static async Task<string> SentenceAsync(StoreSession store, Survey survey, long candid, CancellationToken cancellationToken)
    {
        var sentence = string.Create(CultureInfo.InvariantCulture, $"No alert {candid} of {survey.ToUpperName()} is stored in {store.Name}");
        foreach (var other in SurveyCatalog.Default.Supported)
        {
            if (other != survey && (await store.Alerts.ReadAlertsAsync(other, [candid], cancellationToken)).Count > 0)
                return $"{sentence}, but one of {other.ToUpperName()}: --survey {other.ToLowerName()} looks at it, with a filter of that survey.";
        }

        return $"{sentence}.";
    }
}
