namespace Tributary.Core.Tests;

public sealed class MemoryEventLogTests : EventLogTests
{
    protected override IEventLog Create() => new MemoryEventLog();
}
