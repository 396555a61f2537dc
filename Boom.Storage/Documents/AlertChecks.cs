using Boom.Core.Bson;
using Boom.Core.Pipeline;

namespace Boom.Storage.Documents;

/// <summary>Which alerts can never be stored; the same for every store.</summary>
static class AlertChecks
{
    /// <summary>Merges an alert into its object; a sentence when that cannot be, or the alert cannot be stored.</summary>
    public static string? Refuse(ObjectDocument document, AlertWrite alert)
    {
        if (!alert.Position.IsValid || !alert.Object.Position.IsValid)
            return $"The position of alert {alert.Candid} is not on the sky.";
        if (alert.AlertDocument.Length > BsonFields.MaxDocumentBytes || alert.CutoutsDocument.Length > BsonFields.MaxDocumentBytes)
            return $"Alert {alert.Candid} is larger than a document may be (16 MiB).";
        try
        {
            return document.TryApply(alert.Object)
                ? null
                : $"The document of object {alert.Object.ObjectId} would outgrow 16 MiB with alert {alert.Candid}.";
        }
        catch (Exception exception) when (exception is BsonFormatException or ArgumentException)
        {
            return $"Alert {alert.Candid} cannot be merged into object {alert.Object.ObjectId}: {exception.Message}";
        }
    }
}
