namespace Tributary.Agent;

/// <summary>Something that whoever watches an agent may want to know; nothing about values.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Run">In which run, or null.</param>
/// <param name="Message">What happened, in whole sentences.</param>
/// <param name="Code">The problem's code, where it is one.</param>
public sealed record AgentNotice(AgentNoticeKind Kind, string? Run, string Message, string? Code = null);
