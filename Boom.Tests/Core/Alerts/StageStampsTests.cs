using Boom.Core.Alerts;
using Boom.Core.Bson;
using Xunit;

namespace Boom.Tests.Core.Alerts;

public sealed class StageStampsTests
{
    [Fact]
    public void Write_KafkaGaveATime_IsWhenThePacketWasPublished() =>
        Assert.Contains("\"published_at\"", Stamp(1_767_225_600_000), StringComparison.Ordinal);

    [Fact]
    public void Write_KafkaGaveNoTime_HasNoPublishedAt()
    {
        var stamp = Stamp(0);

        Assert.DoesNotContain("published_at", stamp, StringComparison.Ordinal);
        Assert.Contains("\"stored_at\"", stamp, StringComparison.Ordinal);
    }

    static string Stamp(long timestampMs)
    {
        using var writer = new BsonWriter();
        writer.BeginRoot();
        StageStamps.Write(writer, new MappingContext(new PacketOrigin("topic", 0, 1, timestampMs), DateTimeOffset.UnixEpoch.AddDays(1), "boom"), "3.3");
        return BsonJson.ToJson(writer.EndRoot().Span);
    }
}
