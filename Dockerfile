# The hosted worker. Two stages: the SDK builds machine code, a small image without a shell and without a framework runs it, as an unprivileged user.
# The processor must know AVX2 (any since 2015 does); for others: dotnet publish … -p:IlcInstructionSet=x86-64-v2
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev zlib1g-dev
WORKDIR /source
COPY . .
RUN dotnet publish src/Detainees.Bot -c Release -o /app --nologo

FROM mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled-extra
WORKDIR /app
COPY --from=build /app .
# Nothing of a person may leave the process by a crash dump or a diagnostics port.
ENV DOTNET_EnableDiagnostics=0 \
    DOTNET_DbgEnableMiniDump=0
# Mount, writable for the user below: /var/lib/detainees (ciphertext), /run/detainees (tmpfs: epoch keys), /etc/detainees/secrets; read only: the
# team list and its signature in /etc/detainees, and a forms directory of your own (Forms:Directory). In a container desks reach it with
# DeskApi:Listen=http://0.0.0.0:5081 behind a proxy.
HEALTHCHECK --interval=30s --timeout=6s --start-period=20s CMD ["./Detainees.Bot", "health"]
USER $APP_UID
ENTRYPOINT ["./Detainees.Bot"]
