using Tributary.Core;

namespace Tributary.Protocol;

/// <summary>What a site signs about its key in a run: that it, and nobody else, can open what is sealed to it.</summary>
public sealed class MemberStatement(string run, ClientId site, string key) : Statement($"tributary member v1\n{run}\n{site}\n{key}\n");
