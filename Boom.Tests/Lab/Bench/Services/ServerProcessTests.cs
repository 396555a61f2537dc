using Boom.Lab.Bench.Services;
using Xunit;

namespace Boom.Tests.Lab.Bench.Services;

public sealed class ServerProcessTests
{
    const string Listening = "   3: 0100007F:560E 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0000000000000000 100 0 0 10 0";

    [Fact]
    public void InodeOf_PortListensOn_IsFound() => Assert.Equal("4711", ServerProcess.InodeOf(Listening, 0x560E));

    [Fact]
    public void InodeOf_OtherPort_IsNull() => Assert.Null(ServerProcess.InodeOf(Listening, 80));

    [Fact]
    public void InodeOf_ConnectedSocket_IsNull() => Assert.Null(ServerProcess.InodeOf(Listening.Replace(" 0A ", " 01 ", StringComparison.Ordinal), 0x560E));

    [Fact]
    public void InodeOf_Heading_IsNull() => Assert.Null(ServerProcess.InodeOf("  sl  local_address rem_address   st tx_queue", 80));
}
