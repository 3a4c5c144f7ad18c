using Tributary.Tests;

namespace Tributary.Core.Tests;

public sealed class MemoryEventLogTests : EventLogTests
{
    protected override IEventLog<RunEvent> Create() => new MemoryEventLog<RunEvent>();
}
