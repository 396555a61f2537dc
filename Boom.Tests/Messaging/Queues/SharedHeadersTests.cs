using Boom.Core.Avro;
using Boom.Messaging.Queues;
using Boom.Simulation;
using CsCheck;
using Xunit;

namespace Boom.Tests.Messaging.Queues;

public sealed class SharedHeadersTests
{
    static readonly byte[] Packet = new SimulatedNight(new SimulationOptions { Alerts = 1 }).Packet(0).ToArray();

    readonly SharedHeaders _headers = new();

    [Fact]
    public void TrySplit_Container_IsItsHeaderUpToTheSyncMarker()
    {
        Assert.True(_headers.TrySplit(Packet, out var id, out var header));

        Assert.Equal(Packet[..AvroContainerHeader.Read(Packet).SyncOffset], header);
        Assert.NotEqual(UInt128.Zero, id);
    }

    [Fact]
    public void TrySplit_AnyDamage_IsAPrefixOrNothing() =>
        Gen.Select(Gen.Int[0, Packet.Length], Gen.Int[0, 30_000], Gen.Byte).Sample((length, place, value) =>
        {
            var damaged = Packet.AsSpan(0, length).ToArray();
            if (place < damaged.Length)
                damaged[place] = value;
            return !_headers.TrySplit(damaged, out _, out var header) || damaged.AsSpan().StartsWith(header);
        });

    [Theory]
    [InlineData("")]
    [InlineData("1234567890")]
    [InlineData("Obj\u0001")]
    public void TrySplit_NoContainer_IsNothing(string text) =>
        Assert.False(_headers.TrySplit(System.Text.Encoding.ASCII.GetBytes(text), out _, out _));

    [Fact]
    public void TrySplit_FloodOfSchemas_StopsSharing()
    {
        var shared = 0;
        for (var number = 0; number < 400; number++)
        {
            var packet = Packet.ToArray();
            // A space in the schema's text is as good as any other.
            var place = packet.AsSpan(0, 20_000).IndexOf("\"doc\""u8);
            BitConverter.TryWriteBytes(packet.AsSpan(place + 8), number + 0x30303030);
            if (_headers.TrySplit(packet, out var id, out _))
                shared++;
            else
                Assert.Equal(UInt128.Zero, id);
        }

        Assert.InRange(shared, 1, 256);
    }

    [Fact]
    public void Learn_HeaderOfAnotherId_IsRefused()
    {
        _headers.TrySplit(Packet, out var id, out var header);

        Assert.Null(new SharedHeaders().Learn(id + 1, header!));
        Assert.Same(header, new SharedHeaders().Learn(id, header!));
    }
}
