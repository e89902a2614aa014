# The hosted worker. Two stages: the SDK builds, a small run-time image without a shell runs, as an unprivileged user.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/Detainees.Bot -c Release -o /app --nologo

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra
WORKDIR /app
COPY --from=build /app .
# Nothing of a person may leave the process by a crash dump or a diagnostics port.
ENV DOTNET_EnableDiagnostics=0 \
    DOTNET_DbgEnableMiniDump=0 \
    DOTNET_gcServer=0
# Mount, writable for the user below: /var/lib/detainees (ciphertext), /run/detainees (tmpfs: epoch keys), /etc/detainees/secrets; read only: the
# team list and its signature in /etc/detainees, and a forms directory of your own (Forms:Directory). In a container desks reach it with
# DeskApi:Listen=http://0.0.0.0:5081 behind a proxy.
HEALTHCHECK --interval=30s --timeout=6s --start-period=20s CMD ["dotnet", "Detainees.Bot.dll", "health"]
USER $APP_UID
ENTRYPOINT ["dotnet", "Detainees.Bot.dll"]
