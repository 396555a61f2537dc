using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Tests.Core.Surveys.Toy;

/// <summary>From an alert of the toy survey to its three documents.</summary>
static class ToyMapper
{
    public static AlertWrite Map(ISurvey survey, ToyAlert alert, in MappingContext context, BsonWriter writer)
    {
        var update = new ObjectUpdate(
            alert.ObjectId, alert.Position, InsertFields(survey, alert, writer), SetFields(context, writer),
            [new ArrayUpdate(survey.Series[0], [.. alert.Points.Select(point => new LightCurvePoint(point.Jd, false, Point(point, writer)))])]);
        return new AlertWrite(
            context.Origin, alert.Candid, alert.Jd, alert.Points[^1].Mag, alert.Position, AlertDocument(alert, context, writer),
            CutoutsDocument(alert, writer), update);
    }

    static ReadOnlyMemory<byte> AlertDocument(ToyAlert alert, in MappingContext context, BsonWriter writer)
    {
        writer.BeginRoot();
        writer.Int64("_id"u8, alert.Candid);
        writer.String("objectId"u8, alert.ObjectId);
        var candidate = writer.BeginDocument("candidate"u8);
        Fields(alert.Points[^1], writer);
        writer.End(candidate);
        CoordinatesBson.Write(writer, alert.Position);
        StageStamps.Write(writer, context, schemaVersion: null);
        return writer.EndRoot();
    }

    static ReadOnlyMemory<byte> CutoutsDocument(ToyAlert alert, BsonWriter writer)
    {
        writer.BeginRoot();
        writer.Int64("_id"u8, alert.Candid);
        writer.Binary("cutoutScience"u8, alert.Image.Span);
        return writer.EndRoot();
    }

    static ReadOnlyMemory<byte> InsertFields(ISurvey survey, ToyAlert alert, BsonWriter writer)
    {
        writer.BeginRoot();
        AliasesBson.WriteFields(writer, survey.AliasRules);
        CoordinatesBson.Write(writer, alert.Position);
        return writer.EndRoot();
    }

    static ReadOnlyMemory<byte> SetFields(in MappingContext context, BsonWriter writer)
    {
        writer.BeginRoot();
        writer.Double("updated_at"u8, JulianDate.FromTime(context.StoredAt));
        return writer.EndRoot();
    }

    static ReadOnlyMemory<byte> Point(in ToyPoint point, BsonWriter writer)
    {
        writer.BeginRoot();
        Fields(point, writer);
        return writer.EndRoot();
    }

    static void Fields(in ToyPoint point, BsonWriter writer)
    {
        writer.Double("jd"u8, point.Jd);
        writer.Double("magpsf"u8, point.Mag);
        writer.Double("sigmapsf"u8, point.Error);
        writer.Double("snr_psf"u8, 10);
        writer.String("band"u8, "j");
    }
}
