using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Surveys;
using Boom.Core.Surveys.Ztf;

namespace Boom.Tests.Core.Surveys.Ztf;

/// <summary>An alert's documents without any store.</summary>
static class ZtfEnriched
{
    /// <summary>The documents of an alert that is the first of its object.</summary>
    public static (byte[] Alert, byte[] Object) Documents(ZtfAlert alert)
    {
        using var writer = new BsonWriter();
        var context = new MappingContext(new PacketOrigin("topic", 1, 2, 3), DateTimeOffset.UnixEpoch.AddYears(56), "boom test");
        var write = new ZtfSurvey().Map(alert, context, writer);
        writer.BeginRoot();
        foreach (var array in write.Object.Arrays)
        {
            var token = writer.BeginArray(System.Text.Encoding.UTF8.GetBytes(array.Name));
            foreach (var (i, point) in array.Points.Index())
                writer.Raw(BsonType.Document, System.Text.Encoding.UTF8.GetBytes($"{i}"), point.Document.Span);
            writer.End(token);
        }

        return (write.AlertDocument.ToArray(), writer.EndRoot().ToArray());
    }

    /// <summary>The <c>properties</c> of a packet's one alert.</summary>
    public static byte[] Properties(byte[] packet)
    {
        var (alert, document) = Documents(ZtfPacketEdits.Decode(packet));
        using var writer = new BsonWriter();
        writer.BeginRoot();
        new ZtfEnrichment().Write(writer, AlertToEnrich.Read(1, alert), document, []);
        var reader = new BsonReader(writer.EndRoot().Span);
        return reader.Find("properties"u8) ? reader.Value.ToArray() : throw new InvalidOperationException("The light curve is empty.");
    }
}
