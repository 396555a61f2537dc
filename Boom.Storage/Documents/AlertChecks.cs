using Boom.Storage.Objects;
using System.Text;
using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Store;

namespace Boom.Storage.Documents;

/// <summary>Which alerts can never be stored; the same for every store.</summary>
static class AlertChecks
{
    /// <summary>Merges an alert into its object; a sentence when that cannot be, or the alert cannot be stored.</summary>
    public static string? Refuse(MergedObject document, AlertWrite alert)
    {
        if (!alert.Position.IsValid || !alert.Object.Position.IsValid)
            return $"The position of alert {alert.Candid} is not on the sky.";
        if (alert.AlertDocument.Length > BsonFields.MaxDocumentBytes || alert.CutoutsDocument.Length > BsonFields.MaxDocumentBytes)
            return $"Alert {alert.Candid} is larger than a document may be (16 MiB).";
        try
        {
            return document.TryApply(alert.Object)
                ? null
                : $"A document of object {alert.Object.ObjectId} would outgrow 16 MiB with alert {alert.Candid}.";
        }
        catch (Exception exception) when (exception is BsonFormatException or ArgumentException)
        {
            return $"Alert {alert.Candid} cannot be merged into object {alert.Object.ObjectId}: {exception.Message}";
        }
    }

    /// <summary>
    /// Whether a stored object has a point at the time of an alert, in its head or on a page, in an array to which the alert brings its own; true as well
    /// when the alert brings none.
    /// </summary>
    public static bool MayHoldPointOf(ReadOnlySpan<byte> storedObject, AlertWrite alert)
    {
        var brings = false;
        foreach (var array in alert.Object.Arrays)
        {
            if (!BringsOwnPoint(array, alert.Jd))
                continue;
            brings = true;
            if (HasPoint(storedObject, array.Name, alert.Jd) || HasPagedPoint(storedObject, array.Name, alert.Jd))
                return true;
        }

        return !brings;
    }

    // The point of the alert itself: the one that knows more, where a survey's do; else the detection of that time.
    static bool BringsOwnPoint(ArrayUpdate array, double jd)
    {
        var isAnyDetection = array.Series is { RicherBy: null, Kind: PointKind.Detection };
        for (var i = array.Points.Count - 1; i >= 0; i--)
        {
            if (array.Points.Jd(i) == jd && (isAnyDetection || array.Points.IsRich(i)))
                return true;
        }

        return false;
    }

    static bool HasPagedPoint(ReadOnlySpan<byte> storedObject, string array, double jd)
    {
        var pages = ObjectHead.PagesOf(storedObject);
        if (pages.IsEmpty)
            return false;
        var field = new BsonReader(pages);
        if (!field.Find(Encoding.UTF8.GetBytes(array)))
            return false;
        var index = new PageIndex();
        index.Read(field.AsBinary());
        return index.Find(jd) >= 0;
    }

    static bool HasPoint(ReadOnlySpan<byte> storedObject, string array, double jd)
    {
        Span<byte> name = stackalloc byte[Encoding.UTF8.GetMaxByteCount(array.Length)];
        name = name[..Encoding.UTF8.GetBytes(array, name)];
        var points = BsonFields.Inner(storedObject, name, BsonType.Array);
        if (points.IsEmpty)
            return false;
        var elements = new BsonReader(points);
        while (elements.Read())
        {
            if (elements.Type != BsonType.Document)
                continue;
            var point = new BsonReader(elements.Value);
            if (point.Find("jd"u8) && point.Type == BsonType.Double && point.AsDouble() == jd)
                return true;
        }

        return false;
    }
}
